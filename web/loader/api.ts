/** What the loader gives to the institution's page. */
export interface ZhikeApi {
  open: () => void;
  close: () => void;
  /** Says who the customer is now, by a signed token; null when they signed out. */
  identify: (token: string | null) => void;
}

declare global {
  interface Window {
    Zhike?: ZhikeApi;
  }
}
