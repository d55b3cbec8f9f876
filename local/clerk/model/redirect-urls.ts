/** Where native applications may be sent back to. */
export interface RedirectUrl {
  id: string;
  url: string;
  createdAt: number;
  updatedAt: number;
}
