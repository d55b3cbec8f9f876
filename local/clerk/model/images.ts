/** An uploaded picture. The bytes are part of the record, so that the journal keeps them and a reset forgets them. */
export interface Image {
  id: string;
  /** The user or organization that shows it. */
  ownerId: string;
  contentType: string;
  base64: string;
  createdAt: number;
}
