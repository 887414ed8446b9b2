// Reference implementation (C++17) of the "resume-storm" workload, version 1.
// The definition is workload.md; this file follows it.
//
//   g++ -O2 -std=c++17 -o resume_storm resume_storm.cpp
//   ./resume_storm N [--queue=calendar|heap] [--place=bucket|scan] [--policy=1|2] [--baseline] [--seed=S] [--per-vm=FILE]
//
// Prints one "key=value" line per result.  Lines that start with '#' are timings and are not
// part of the result.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <queue>
#include <string>
#include <vector>
#include <sys/resource.h>

using u8 = uint8_t; using u16 = uint16_t; using u32 = uint32_t; using u64 = uint64_t; using i32 = int32_t; using i64 = int64_t;

static const u32 SEC = 1000, MIN = 60 * SEC, HOUR = 60 * MIN, DAY = 24 * HOUR;
static const u32 T_END = 3 * DAY;
static const u32 ALLOC_MS = 2000, RETRY_MS = 60 * SEC, MAX_ATTEMPTS = 5, SLOTS = 4, BOOT_MS = 15000;

static inline u32 mix32(u32 x) {
  x ^= x >> 16; x *= 0x7feb352dU; x ^= x >> 15; x *= 0x846ca68bU; x ^= x >> 16; return x;
}
static u32 g_seed = 20240607; static int g_policy = 1; static bool g_baseline = false;
static u32 g_base[64];
static inline u32 draw(u32 stream, u32 i) { return mix32(g_base[stream] + i * 0x9E3779B9U); }
static void init_streams() { for (u32 s = 0; s < 64; s++) g_base[s] = mix32(g_seed + s * 0x85EBCA6BU); }

struct HostType { u8 gen, hv, cores, memU; };          // memU: memory in units of 4 GiB
static const HostType HT[4] = {{1, 1, 48, 56}, {2, 1, 64, 80}, {2, 2, 64, 80}, {3, 2, 96, 120}};
static int host_type_of(u32 h) { u32 r = draw(0, h) % 100; return r < 25 ? 0 : r < 55 ? 1 : r < 80 ? 2 : 3; }

enum Kind : u32 { SAVE_DONE = 0, READY = 1, ALLOC_DONE = 2, HIB_REQ = 3, RETRY = 4, START_REQ = 5 };
enum State : u8 { OFF, STARTING, RUNNING, SAVING, HIBERNATED };
enum Cls : u8 { OFFICE, NIGHT, ALWAYS };

struct alignas(32) Vm {
  i32 host = -1, prev = -1, next = -1; u32 req = 0, savedAt = 0;
  u8 state = OFF, attempts = 0, cls = 0, cores = 0, memU = 0, pinned = 0, type = 255, k = 0, ek = 0, boot = 0;
};
struct Host { u8 type, freeC, freeU, active; u32 vms; u32 emptySince; i32 head, tail; };

static const int VMBITS = 25;                            // up to 33.5 M VMs
static inline u64 mk(u32 t, u32 kind, u32 v) { return ((u64)t << (VMBITS + 3)) | ((u64)kind << VMBITS) | v; }

struct HeapQ {
  std::priority_queue<u64, std::vector<u64>, std::greater<u64>> q; const Vm *hint = nullptr;
  void push(u64 k) { q.push(k); }
  bool pop(u64 &k) { if (q.empty()) return false; k = q.top(); q.pop(); return true; }
};
// Calendar queue, 1.024 s buckets.  Every delay in the workload is longer than a bucket, so an
// opened bucket never receives a new event and one sort per bucket is enough.
struct CalQ {
  std::vector<std::vector<u64>> b; size_t cur = 0, pos = 0; bool open = false; const Vm *hint = nullptr;
  CalQ() : b((T_END >> 10) + 4096) {}
  void push(u64 k) {
    size_t i = (size_t)(k >> (VMBITS + 3)) >> 10;
    if (i >= b.size()) b.resize(i + 1024);
    b[i].push_back(k);
  }
  bool pop(u64 &k) {
    for (;;) {
      if (open) {
        if (pos < b[cur].size()) {
          if (pos + 8 < b[cur].size()) __builtin_prefetch(hint + (b[cur][pos + 8] & ((1u << VMBITS) - 1)), 1);
          k = b[cur][pos++]; return true;
        }
        std::vector<u64>().swap(b[cur]); open = false; cur++;
      }
      while (cur < b.size() && b[cur].empty()) cur++;
      if (cur >= b.size()) return false;
      std::sort(b[cur].begin(), b[cur].end()); pos = 0; open = true;
    }
  }
};

static inline bool compatible(const Vm &v, int t) {       // v.type == 255 before the first boot
  if (v.type == 255) return true;
  const HostType &s = HT[v.type], &h = HT[t];
  if (h.hv < s.hv) return false;
  return v.pinned ? h.gen == s.gen : h.gen >= s.gen;
}
static inline u32 mask_of(const Vm &v) { u32 m = 0; for (int t = 0; t < 4; t++) if (compatible(v, t)) m |= 1u << t; return m; }

struct ScanPlace {                                        // the literal rule: look at every host
  std::vector<Host> &h; explicit ScanPlace(std::vector<Host> &hs) : h(hs) {}
  void leave(u32) {} void enter(u32) {}
  i32 find(u32 cores, u32 memU, u32 mask) {
    i32 best = -1; u32 bk = ~0u;
    for (u32 i = 0; i < h.size(); i++) {
      const Host &x = h[i];
      if (x.freeC < cores || x.freeU < memU || !(mask >> x.type & 1)) continue;
      u32 k = (u32)x.freeC << 8 | x.freeU; if (g_policy == 2) k |= (u32)x.type << 16;
      if (k < bk) { bk = k; best = (i32)i; }
    }
    return best;
  }
  bool any(u32 cores, u32 memU) { return find(cores, memU, 15) >= 0; }
};

struct BucketPlace {                                      // cells (type, free cores, free memory)
  static const int C = 97, U = 121;
  std::vector<Host> &h;
  struct Cell { std::vector<u32> heap; u32 count = 0; };  // min-heap of host ids, stale entries allowed
  std::vector<Cell> cell; u64 row[4][C][2]; u64 cm[4][2];
  explicit BucketPlace(std::vector<Host> &hs) : h(hs), cell(4 * C * U) { memset(row, 0, sizeof row); memset(cm, 0, sizeof cm); }
  u32 id(u32 t, u32 c, u32 u) const { return (t * C + c) * U + u; }
  void leave(u32 i) {
    Host &x = h[i]; Cell &q = cell[id(x.type, x.freeC, x.freeU)];
    if (--q.count == 0) {
      q.heap.clear();
      u64 *r = row[x.type][x.freeC]; r[x.freeU >> 6] &= ~(1ULL << (x.freeU & 63));
      if (!(r[0] | r[1])) cm[x.type][x.freeC >> 6] &= ~(1ULL << (x.freeC & 63));
    }
  }
  void enter(u32 i) {
    Host &x = h[i]; u32 me = id(x.type, x.freeC, x.freeU); Cell &q = cell[me];
    if (q.count++ == 0) { row[x.type][x.freeC][x.freeU >> 6] |= 1ULL << (x.freeU & 63); cm[x.type][x.freeC >> 6] |= 1ULL << (x.freeC & 63); }
    if (q.heap.size() > 2 * q.count + 64) {               // drop stale and repeated entries
      auto &v = q.heap; size_t n = 0;
      for (u32 y : v) if (y != i && id(h[y].type, h[y].freeC, h[y].freeU) == me) v[n++] = y;
      v.resize(n); std::sort(v.begin(), v.end()); v.erase(std::unique(v.begin(), v.end()), v.end());
    }
    q.heap.push_back(i); std::push_heap(q.heap.begin(), q.heap.end(), std::greater<u32>());
  }
  u32 top(u32 t, u32 c, u32 u) {
    u32 me = id(t, c, u); auto &v = cell[me].heap;
    for (;;) {
      Host &x = h[v[0]];
      if (id(x.type, x.freeC, x.freeU) == me) return v[0];
      std::pop_heap(v.begin(), v.end(), std::greater<u32>()); v.pop_back();
    }
  }
  static int first(const u64 *w, u32 from) {
    u32 i = from >> 6; u64 x = w[i] & (~0ULL << (from & 63));
    if (x) return (int)(i * 64 + __builtin_ctzll(x));
    if (i == 0 && w[1]) return 64 + __builtin_ctzll(w[1]);
    return -1;
  }
  i32 find(u32 cores, u32 memU, u32 mask) {
    if (g_policy == 1) return find_in(cores, memU, mask);
    for (int t = 0; t < 4; t++) if (mask >> t & 1) { i32 b = find_in(cores, memU, 1u << t); if (b >= 0) return b; }
    return -1;
  }
  i32 find_in(u32 cores, u32 memU, u32 mask) {
    u64 m[2] = {0, 0};
    for (int t = 0; t < 4; t++) if (mask >> t & 1) { m[0] |= cm[t][0]; m[1] |= cm[t][1]; }
    for (int c = first(m, cores); c >= 0 && c < C; c = c + 1 < 128 ? first(m, c + 1) : -1) {
      int bu = 999; i32 best = -1;
      for (int t = 0; t < 4; t++) if (mask >> t & 1) {
        int u = first(row[t][c], memU);
        if (u < 0 || u > bu) continue;
        i32 hid = (i32)top(t, c, u);
        if (u < bu || hid < best) { bu = u; best = hid; }
      }
      if (best >= 0) return best;
    }
    return -1;
  }
  bool any(u32 cores, u32 memU) { return find(cores, memU, 15) >= 0; }
};

template <class Q, class P> struct Sim {
  u32 N, M, C; std::vector<Vm> vm; std::vector<Host> host; Q q; P place;
  u32 busy = 0, qlen = 0; i32 qhead = -1, qtail = -1;
  u64 events = 0, bootReq = 0, bootsOk = 0, bootsFailed = 0, hib = 0, hibSkip = 0, resReq = 0, resOk = 0, resSkip = 0, failCap = 0, failCompat = 0,
      attempts = 0, misses = 0, sameHost = 0, otherHost = 0, otherType = 0, emptyMs = 0, deallocMs = 0; u32 peakQ = 0, last = 0, digest = 0;
  std::vector<u32> wait, lat; FILE *per = nullptr;

  explicit Sim(u32 n) : N(n), M(std::max<u32>(8, (n + 12) / 13)), C(std::max<u32>(1, (n + 999) / 1000)), vm(n), host(M), place(host) {
    q.hint = vm.data();
    for (u32 i = 0; i < M; i++) {
      int t = host_type_of(i);
      host[i] = Host{(u8)t, HT[t].cores, HT[t].memU, 0, 0, 0, -1, -1};
      place.enter(i);
    }
    for (u32 v = 0; v < N; v++) {
      Vm &x = vm[v]; u32 r = draw(1, v) % 100;
      x.cls = r < 70 ? OFFICE : r < 85 ? NIGHT : ALWAYS;
      r = draw(2, v) % 100; x.cores = r < 40 ? 2 : r < 70 ? 4 : r < 88 ? 8 : r < 97 ? 16 : 32;
      r = draw(3, v) % 100; u32 gib = x.cores * (r < 60 ? 4 : r < 85 ? 8 : 2); x.memU = (u8)(gib / 4);
      x.pinned = draw(4, v) % 100 < 20;
      q.push(mk(static_time(v, 0), START_REQ, v));
    }
  }
  static u32 steps(u8 cls) { return g_baseline ? 1 : cls == OFFICE ? 6 : cls == NIGHT ? 5 : 1; }
  u32 static_time(u32 v, u32 k) const {
    switch (vm[v].cls) {
      case OFFICE:
        if (k == 0) return 6 * HOUR + draw(5, v) % (4 * HOUR);
        if (k & 1) { u32 d = (k - 1) / 2; return d * DAY + 17 * HOUR + draw(6 + 3 * d, v) % (3 * HOUR); }
        { u32 d = k / 2;
          if (draw(7 + 3 * d, v) % 100 < 60) return d * DAY + 9 * HOUR - 5 * MIN + draw(8 + 3 * d, v) % (10 * MIN);
          return d * DAY + 7 * HOUR + draw(8 + 3 * d, v) % (3 * HOUR); }
      case NIGHT:
        if (k == 0) return 20 * HOUR + draw(5, v) % (2 * HOUR);
        if (k & 1) { u32 d = (k + 1) / 2; return d * DAY + 8 * HOUR + draw(6 + 3 * d, v) % (3 * HOUR); }
        { u32 d = k / 2; return d * DAY + 20 * HOUR + draw(8 + 3 * d, v) % (2 * HOUR); }
      default: return draw(5, v) % (6 * HOUR);
    }
  }
  u32 start_ms(const Vm &x) const { return x.boot ? BOOT_MS : 2000 + 150 * (x.memU * 4u); }
  void note(u32 v, u32 verdict, i32 h, u32 latency) {
    Vm &x = vm[v];
    u32 y = mix32(v); y = mix32(y + x.ek); y = mix32(y + verdict); y = mix32(y + (u32)(h + 1)); y = mix32(y + latency); digest += y;
    if (per) fprintf(per, "%u,%u,%u,%d,%u\n", v, x.ek, verdict, h, latency);
  }
  void enqueue(u32 v, u32 t) {
    if (busy < C) { busy++; q.push(mk(t + ALLOC_MS, ALLOC_DONE, v)); return; }
    vm[v].next = -1; if (qtail < 0) qhead = (i32)v; else vm[qtail].next = (i32)v; qtail = (i32)v;
    if (++qlen > peakQ) peakQ = qlen;
  }
  void schedule_static(u32 v) {
    Vm &x = vm[v];
    if (x.k < steps(x.cls)) q.push(mk(static_time(v, x.k), x.k & 1 ? HIB_REQ : START_REQ, v));
  }
  void run() {
    u64 key;
    while (q.pop(key)) {
      u32 t = (u32)(key >> (VMBITS + 3)), kind = (u32)(key >> VMBITS) & 7, v = (u32)key & ((1u << VMBITS) - 1);
      events++; last = t; Vm &x = vm[v];
      switch (kind) {
        case START_REQ: {
          u8 k = x.k++; schedule_static(v);
          if (x.state == HIBERNATED) resReq++; else if (x.state == OFF) bootReq++; else { resSkip++; break; }
          x.ek = k; x.boot = x.state == OFF; x.state = STARTING; x.req = t; x.attempts = 0; enqueue(v, t); break;
        }
        case HIB_REQ: {
          x.k++; schedule_static(v);
          if (x.state != RUNNING) { hibSkip++; break; }
          hib++; x.state = SAVING; q.push(mk(t + 1000 + 60 * (x.memU * 4u), SAVE_DONE, v)); break;
        }
        case SAVE_DONE: {
          Host &h = host[x.host]; place.leave(x.host); h.freeC += x.cores; h.freeU += x.memU; place.enter(x.host);
          if (--h.vms == 0) h.emptySince = std::min(t, T_END);
          x.prev = x.host; x.host = -1; x.state = HIBERNATED; x.savedAt = std::min(t, T_END); break;
        }
        case RETRY: enqueue(v, t); break;
        case ALLOC_DONE: {
          if (qhead >= 0) { i32 w = qhead; qhead = vm[w].next; if (qhead < 0) qtail = -1; qlen--; q.push(mk(t + ALLOC_MS, ALLOC_DONE, (u32)w)); } else busy--;
          attempts++; x.attempts++;
          i32 hi = place.find(x.cores, x.memU, mask_of(x));
          if (hi < 0) {
            misses++;
            if (x.attempts < MAX_ATTEMPTS) { q.push(mk(t + RETRY_MS * x.attempts, RETRY, v)); break; }
            bool compat = place.any(x.cores, x.memU);
            if (x.boot) { bootsFailed++; x.state = OFF; } else { (compat ? failCompat : failCap)++; x.state = HIBERNATED; }
            note(v, compat ? 9 : 8, -1, t - x.req); break;
          }
          Host &h = host[hi]; place.leave(hi); h.freeC -= x.cores; h.freeU -= x.memU; place.enter(hi);
          if (h.vms++ == 0) emptyMs += std::min(t, T_END) - h.emptySince;
          x.host = hi;
          if (x.boot) x.type = h.type; else deallocMs += std::min(t, T_END) - x.savedAt;
          if (h.active < SLOTS) { h.active++; q.push(mk(t + start_ms(x), READY, v)); }
          else { x.next = -1; if (h.tail < 0) h.head = (i32)v; else vm[h.tail].next = (i32)v; h.tail = (i32)v; }
          break;
        }
        case READY: {
          Host &h = host[x.host];
          if (h.head >= 0) { i32 w = h.head; h.head = vm[w].next; if (h.head < 0) h.tail = -1; q.push(mk(t + start_ms(vm[w]), READY, (u32)w)); } else h.active--;
          x.state = RUNNING; u32 l = t - x.req;
          if (x.boot) { bootsOk++; note(v, 0, x.host, l); break; }
          resOk++; lat.push_back(l); wait.push_back(l - start_ms(x));
          u32 vd = x.host == x.prev ? 1 : h.type == host[x.prev].type ? 2 : 3;
          (vd == 1 ? sameHost : vd == 2 ? otherHost : otherType)++; note(v, vd, x.host, l); break;
        }
      }
    }
    for (Host &h : host) if (h.vms == 0) emptyMs += T_END - h.emptySince;
    for (Vm &x : vm) if (x.state == HIBERNATED) deallocMs += T_END - x.savedAt;
  }
  static u32 pct(const std::vector<u32> &s, u32 p) { return s.empty() ? 0 : s[((u64)s.size() * p + 99) / 100 - 1]; }
  void report() {
    std::sort(wait.begin(), wait.end()); std::sort(lat.begin(), lat.end());
    auto p = [](const char *k, u64 v) { printf("%s=%llu\n", k, (unsigned long long)v); };
    p("vms", N); p("hosts", M); p("workers", C); p("events", events); p("bootsRequested", bootReq); p("bootsOk", bootsOk); p("bootsFailed", bootsFailed);
    p("hibernates", hib); p("hibernatesSkipped", hibSkip); p("resumesRequested", resReq); p("resumesSkipped", resSkip); p("resumesOk", resOk);
    p("resumesOkSameHost", sameHost); p("resumesOkSameType", otherHost); p("resumesOkOtherType", otherType);
    p("resumesFailedCapacity", failCap); p("resumesFailedCompat", failCompat); p("allocAttempts", attempts); p("allocMisses", misses);
    p("peakQueue", peakQ); p("waitP50Ms", pct(wait, 50)); p("waitP99Ms", pct(wait, 99)); p("waitMaxMs", pct(wait, 100));
    p("latencyP50Ms", pct(lat, 50)); p("latencyP99Ms", pct(lat, 99)); p("latencyMaxMs", pct(lat, 100));
    p("hostEmptyMs", emptyMs); p("vmDeallocatedMs", deallocMs); p("lastEventMs", last); printf("digest=%08x\n", digest);
  }
};

template <class Q, class P> static void go(u32 n, const char *per) {
  auto t0 = std::chrono::steady_clock::now();
  Sim<Q, P> *s = new Sim<Q, P>(n);
  if (per) { s->per = fopen(per, "w"); fprintf(s->per, "vm,step,verdict,host,latencyMs\n"); }
  auto t1 = std::chrono::steady_clock::now();
  s->run();
  auto t2 = std::chrono::steady_clock::now();
  s->report(); if (s->per) fclose(s->per);
  double g = std::chrono::duration<double>(t1 - t0).count(), r = std::chrono::duration<double>(t2 - t1).count();
  struct rusage u; getrusage(RUSAGE_SELF, &u);
  printf("#setup_s=%.3f\n#run_s=%.3f\n#events_per_s=%.0f\n#peak_rss_mib=%.1f\n", g, r, s->events / r, u.ru_maxrss / 1024.0);
}

int main(int argc, char **argv) {
  u32 n = argc > 1 ? (u32)strtoul(argv[1], nullptr, 10) : 1000; bool heap = false, scan = false; const char *per = nullptr;
  for (int i = 2; i < argc; i++) {
    std::string a = argv[i];
    if (a == "--queue=heap") heap = true; else if (a == "--queue=calendar") heap = false;
    else if (a == "--place=scan") scan = true; else if (a == "--place=bucket") scan = false;
    else if (a.rfind("--seed=", 0) == 0) g_seed = (u32)strtoul(a.c_str() + 7, nullptr, 10);
    else if (a == "--policy=1") g_policy = 1; else if (a == "--policy=2") g_policy = 2; else if (a == "--baseline") g_baseline = true;
    else if (a.rfind("--per-vm=", 0) == 0) per = argv[i] + 9;
    else { fprintf(stderr, "unknown option %s\n", argv[i]); return 2; }
  }
  if (n == 0 || n >= 1u << VMBITS) { fprintf(stderr, "N out of range\n"); return 2; }
  init_streams();
  if (heap) { if (scan) go<HeapQ, ScanPlace>(n, per); else go<HeapQ, BucketPlace>(n, per); }
  else { if (scan) go<CalQ, ScanPlace>(n, per); else go<CalQ, BucketPlace>(n, per); }
}
