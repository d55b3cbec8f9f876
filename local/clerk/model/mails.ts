export interface Mail {
  id: string;
  /** Which of Clerk's e-mails it is: the slug of its template. */
  slug:
    | "verification_code"
    | "reset_password_code"
    | "organization_invitation"
    | "invitation"
    | "waitlist_invitation"
    | "waitlist";
  to: string;
  subject: string;
  code: string | null;
  url: string | null;
  createdAt: number;
}
