/**
 * Whether the `Accept` of a request prefers a page to JSON: a browser's does. JSON is what one gets who has no
 * preference. Qualities are read as RFC 9110 has it, section 12.5.1; types that are neither are passed over.
 */
export function prefersHtml(accept: string | undefined): boolean {
  const offers = (accept ?? '').split(',').map(readOffer);
  const qualityOf = (type: string) =>
    Math.max(0, ...offers.filter((offer) => offer.type === type).map(({ quality }) => quality));
  const html = qualityOf('text/html');
  return html > 0 && html > qualityOf('application/json');
}

function readOffer(text: string): { readonly type: string; readonly quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
  return { type, quality: Number.isFinite(Number(quality)) ? Number(quality) : 0 };
}
