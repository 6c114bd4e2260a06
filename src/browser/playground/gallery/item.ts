/** Something to begin with. */
export interface GalleryItem {
  /** Unique, for addresses and tests. */
  readonly id: string;
  readonly title: string;
  /** What is worth seeing in it. */
  readonly about: string;
  /** As JSON: a list of components, or a card. */
  readonly document: unknown;
}

export interface GalleryGroup {
  readonly title: string;
  readonly items: readonly GalleryItem[];
}
