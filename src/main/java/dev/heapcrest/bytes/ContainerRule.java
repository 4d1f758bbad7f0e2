package dev.heapcrest.bytes;

/**
 * What can be wrong with the LZ4 frames of a capture (docs/capture-format.md, section 2.2; the LZ4 frame and block formats). The
 * sentences for people are those of {@code capture.Rule}, one for each of these.
 */
public enum ContainerRule {
    /** The file has no more bytes inside the magic number of a frame. */
    FRAME_START_CUT(Ending.TRUNCATED),
    /** After a frame comes the end of the file or another frame. */
    NOT_A_FRAME(Ending.DAMAGED),
    /** The file has no more bytes inside a skippable frame. */
    SKIPPABLE_FRAME_CUT(Ending.TRUNCATED),
    /** The file has no more bytes inside the descriptor of a frame. */
    FRAME_HEADER_CUT(Ending.TRUNCATED),
    /** A frame has version 1. */
    FRAME_VERSION(Ending.DAMAGED),
    /** The checksum of a descriptor is that of its bytes. */
    FRAME_HEADER_CHECKSUM(Ending.DAMAGED),
    /** Reserved bits are 0, and a block's maximum size is one of four. */
    FRAME_RESERVED(Ending.DAMAGED),
    /** A frame needs no dictionary: memray writes none, and it is not in the file. */
    FRAME_DICTIONARY(Ending.DAMAGED),
    /** The file has no more bytes where a block or the end mark should begin. */
    END_MARK_MISSING(Ending.TRUNCATED),
    /** A block is not larger than its frame says. */
    BLOCK_TOO_LARGE(Ending.DAMAGED),
    /** The file has no more bytes inside a block. */
    BLOCK_CUT(Ending.TRUNCATED),
    /** The checksum of a block is that of its bytes. */
    BLOCK_CHECKSUM(Ending.DAMAGED),
    /** A block ends with literals. */
    BLOCK_WITHOUT_LAST_LITERALS(Ending.DAMAGED),
    /** Literals lie inside their block. */
    BLOCK_ENDS_INSIDE_LITERALS(Ending.DAMAGED),
    /** A length lies inside its block. */
    BLOCK_ENDS_INSIDE_LENGTH(Ending.DAMAGED),
    /** A match offset lies inside its block. */
    BLOCK_ENDS_INSIDE_OFFSET(Ending.DAMAGED),
    /** What a block holds is not larger than its frame says. */
    BLOCK_OVERFULL(Ending.DAMAGED),
    /** A match copies bytes that came before. */
    MATCH_BEFORE_START(Ending.DAMAGED),
    /** The offset of a match is not 0. */
    MATCH_OFFSET_ZERO(Ending.DAMAGED),
    /** A frame holds as many bytes as it states. */
    CONTENT_SIZE(Ending.DAMAGED),
    /** The file has no more bytes inside the checksum of a frame's content. */
    CONTENT_CHECKSUM_CUT(Ending.TRUNCATED),
    /** The checksum of a frame's content is that of its bytes. */
    CONTENT_CHECKSUM(Ending.DAMAGED);

    private final Ending ending;

    ContainerRule(Ending ending) {
        this.ending = ending;
    }

    /** What it means for the stream that this rule is broken. */
    public Ending ending() {
        return ending;
    }
}
