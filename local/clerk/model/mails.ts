export interface Mail {
  id: string;
  to: string;
  subject: string;
  code: string | null;
  url: string | null;
  createdAt: number;
}
