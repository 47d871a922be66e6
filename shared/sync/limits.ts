/** Version of the exchange. A server speaks this one and says so to a device that speaks another. */
export const PROTOCOL_VERSION = 2;
/** Of the short texts by which both sides notice that something about the other has changed. */
export const TOKEN_CHARACTERS_MAX = 16;
/** A device that was silent for longer is no reason to keep tombstones. */
export const TOMBSTONE_DAYS = 180;

/** An exchange larger than this is refused before it is read: nothing legitimate comes near. */
export const FRAME_BYTES_MAX = 8 * 1024 * 1024;
/** What a frame may become when inflated. A bomb stops here. */
export const INFLATED_BYTES_MAX = 32 * 1024 * 1024;
export const EXCHANGE_ENTRIES_MAX = 2_000;
/** What a device asks for, and what a server sends, in one exchange. */
export const EXCHANGE_BYTES_DEFAULT = 512 * 1024;
/** The demonstration fleet is loaded in one command; nothing a person does touches more records. */
export const ENTRY_CHANGES_MAX = 500;
export const LABEL_PARAMS_MAX = 12;
export const TEXT_CHARACTERS_MAX = 20_000;
export const BLOB_BYTES_MAX = 20 * 1024 * 1024;
/** The preview of a picture; it travels before the pictures themselves, and on dear links too. */
export const PREVIEW_BYTES_MAX = 24 * 1024;
export const BLOB_CHUNK_BYTES = 256 * 1024;
/** A stamp further ahead than this is clamped to the server's clock, and flagged. */
export const CLOCK_DRIFT_MS_MAX = 2 * 60 * 1000;
export const ENROLMENT_CODE_DAYS = 7;
