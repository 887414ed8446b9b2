import { AZURE_SCSI_0, NIC_0, VF_0, VF_ELSEWHERE } from './capture-texts.js';

/** Kernel logs of the same VMs, cut down to what matters and to a few lines that do not. */

/** A boot on Azure, generation 2, with a VF on the first NIC. */
export const AZURE_BOOT_LOG = `[    0.000000] Linux version 6.8.0-1029-azure (buildd@builder) (gcc-13) #34-Ubuntu SMP
[    0.000000] Hyper-V: Host Build 10.0.20348.3020-3-0
[    0.512345] hv_vmbus: Vmbus version:4.0
[    0.601000] hv_vmbus: registering driver hv_storvsc
[    0.602000] hv_vmbus: registering driver hv_netvsc
[    0.611000] scsi host0: storvsc_host_t
[    0.612000] scsi host1: storvsc_host_t
[    0.700001] input: AT Translated Set 2 keyboard as /devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/VMBUS:00/d34b2567-b9b6-42b9-8778-0a4ec0b955bf/serio0/input/input1
[    0.811000] hv_netvsc ${NIC_0} (unnamed net_device) (uninitialized): VF slot 1 added
[    1.001000] hv_vmbus: registering driver hv_pci
[    1.002000] hv_pci ${VF_0}: PCI VMBus probing: Using version 0x10004
[    1.003000] hv_pci ${VF_0}: PCI host bridge to bus 4d3a:00
[    1.004000] pci 4d3a:00:02.0: [15b3:1016] type 00 class 0x020000
[    1.250000] hv_netvsc ${NIC_0} eth0: VF registering: eth1
[    1.260000] mlx5_core 4d3a:00:02.0 enP19770s1: renamed from eth1
[    1.500000] hv_utils: Registering HyperV Utility Driver
[    1.510000] hv_utils: Heartbeat IC version 3.0
[    1.511000] hv_utils: Shutdown IC version 3.2
[    1.700000] hv_balloon: Using Dynamic Memory protocol version 2.0
[    2.100000] hv_netvsc ${NIC_0} eth0: Data path switched to VF: enP19770s1
[    9.000000] hv_storvsc ${AZURE_SCSI_0}: tag#62 cmd 0x85 status: scsi 0x2 srb 0x6 hv 0xc0000001
`;

/** The same boot hibernates with its VF in the image, and goes on where another one is offered; rules of era B. */
export const RESUMED_LOG = `${AZURE_BOOT_LOG}[ 3601.000000] PM: hibernation: hibernation entry
[ 3602.000000] PM: hibernation: Creating image:
[ 3602.100000] hv_vmbus: channel 44c4f61d-4444-4400-9d52-802e27ede19f/${VF_0} not present after resume.
[ 3602.200000] hv_pci ${VF_ELSEWHERE}: PCI VMBus probing: Using version 0x10004
[ 3602.300000] hv_pci ${VF_ELSEWHERE}: PCI host bridge to bus c2e9:00
[ 3602.400000] hv_netvsc ${NIC_0} eth0: Data path switched from VF: enP19770s1
[ 3602.500000] PM: hibernation: hibernation exit
`;

/** The same boot loses its VF before it hibernates, as on Azure. */
export const VF_REMOVED_LOG = `${AZURE_BOOT_LOG}[ 3600.000000] hv_netvsc ${NIC_0} eth0: Data path switched from VF: enP19770s1
[ 3600.100000] hv_netvsc ${NIC_0} eth0: VF unregistering: enP19770s1
[ 3601.000000] PM: hibernation: hibernation entry
`;
