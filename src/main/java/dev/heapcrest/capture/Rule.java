package dev.heapcrest.capture;

import dev.heapcrest.bytes.ContainerRule;
import dev.heapcrest.bytes.Ending;
import dev.heapcrest.capture.Damage.Kind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a capture that can be broken, each with the only sentence there is about it.
 *
 * <p>Sentences have no final stop. In them {@code {0}} is the first value of the {@link Damage}, unsigned, {@code {0,}}
 * the same with its thousands parted, {@code {0-}} signed, {@code {0^}} as a power of two where it is a large one;
 * {@code {at}} the offset in words, {@code {offset}} in digits, {@code {record}} the record.
 */
@API(status = API.Status.STABLE, since = "0.1")
public enum Rule {
    /** Versions 7 to 13: the first byte of a record is one that the version knows (docs/capture-format.md, sections 5 and 6). */
    UNKNOWN_RECORD(Kind.BROKEN, "no record begins with byte {0}"),
    /** Version 6: the type of a record is one of ten (docs/capture-format.md, section 7). */
    UNKNOWN_RECORD_TYPE(Kind.BROKEN, "there is no record type {0}"),
    /** The first byte of a record of an aggregated capture is one that the version knows (docs/capture-format.md, section 8). */
    UNKNOWN_AGGREGATED_RECORD(Kind.BROKEN, "no record of an aggregated capture begins with byte {0}"),
    /** Allocators have the numbers 1 to 15 (docs/capture-format.md, section 12). */
    UNKNOWN_ALLOCATOR(Kind.BROKEN, "there is no allocator {0}"),
    /** A variable-length number of 64 bits has at most ten bytes (docs/capture-format.md, section 3). */
    LONG_VARINT(Kind.BROKEN, "a variable-length number has more than 10 bytes"),
    /** Records of a thread follow a context switch that names the thread (docs/capture-format.md, section 9). */
    RECORD_OF_NO_THREAD(Kind.BROKEN, "a record of a thread comes before the first CONTEXT SWITCH"),
    /** A segment header announces the segments that follow (docs/capture-format.md, section 10.1). */
    SEGMENTS_MISSING(Kind.BROKEN, "{0} more segments were announced, but another record follows"),
    /** Segments follow a header that announced them (docs/capture-format.md, section 10.1). */
    SEGMENT_WITHOUT_HEADER(Kind.BROKEN, "a segment without a segment header that announced it"),
    /** Code objects came with version 12 (docs/capture-format.md, section 5). */
    CODE_OBJECT_IN_OLD_VERSION(Kind.BROKEN, "version {0} has no code objects"),
    /** Surviving objects came with version 12 (docs/capture-format.md, section 8). */
    SURVIVING_OBJECT_IN_OLD_VERSION(Kind.BROKEN, "version {0} has no surviving objects"),
    /** An aggregated allocation names a node of the stack tree that came before (docs/capture-format.md, section 8). */
    STACK_NODE_UNDEFINED(Kind.BROKEN, "stack tree node {0} is not defined"),
    /** The parent of a stack tree node comes before it (docs/capture-format.md, section 8). */
    STACK_PARENT_UNDEFINED(Kind.BROKEN, "the parent of stack tree node {0}, {1}, does not come before it"),
    /** A code object is defined before a frame names it (docs/capture-format.md, section 9). */
    CODE_OBJECT_UNDEFINED(Kind.BROKEN, "code object {0} was not defined before"),
    /** A frame is defined before it is pushed (docs/capture-format.md, section 9). */
    FRAME_UNDEFINED(Kind.BROKEN, "frame {0} was not defined before"),
    /** The capture's own number of a frame means one frame (docs/capture-format.md, section 9). */
    FRAME_REDEFINED(Kind.BROKEN, "frame {0} is defined a second time"),
    /** No more frames are left than were entered (docs/capture-format.md, section 9). */
    POP_OF_TOO_MANY(Kind.BROKEN, "pops {0} frames of a stack of {1}"),
    /** The trailer comes after as many allocation records as the header counts, if it counts any. */
    TRAILER_TOO_EARLY_OR_LATE(
            Kind.BROKEN, "the trailer comes after {0,} allocation records, but the header counts {1,}"),
    /** The caller of a native frame comes before it (docs/capture-format.md, section 10.1). */
    NATIVE_PARENT_UNDEFINED(Kind.BROKEN, "the parent of native frame {0}, {1}, does not come before it"),
    /** An allocation names a native frame that came before (docs/capture-format.md, section 10.1). */
    NATIVE_FRAME_UNDEFINED(Kind.BROKEN, "native frame {0} was not defined before"),
    /** An aggregated allocation names a memory map that came before (docs/capture-format.md, section 10.1). */
    MEMORY_MAP_UNDEFINED(Kind.BROKEN, "memory map {0} was not defined before"),
    /** A flag of the header is 0 or 1 (docs/capture-format.md, section 4). */
    FLAG(Kind.BROKEN, "a flag is {0} instead of 0 or 1"),

    /** Versions 6 and 7: no more allocation records come than the header counts. */
    MORE_RECORDS_THAN_COUNTED(
            Kind.BROKEN, "the file ends after {0,} allocation records, but the header counts {1,} (offset {offset})"),
    /** Versions 6 and 7: as many allocation records come as the header counts. */
    FEWER_RECORDS_THAN_COUNTED(
            Kind.TRUNCATED,
            "the file ends after {0,} allocation records, but the header counts {1,} (offset {offset})"),
    /** Versions 6 and 7: the header has a count, which the writer leaves at 0 until tracking ends. */
    RECORDS_NOT_COUNTED(
            Kind.TRUNCATED,
            "the header counts no allocation records, but {0,} come before the end of the file (offset {offset}): the"
                    + " program was killed or is still running"),
    /** From version 8 on a trailer ends the records, which the writer leaves out when its program is killed. */
    TRAILER_MISSING(
            Kind.TRUNCATED,
            "there is no trailer after the last record, which ends at {at}: the program was killed or is still"
                    + " running, or the copy is incomplete"),
    /** From version 8 on: no trailer, though the header has a count and the records do not reach it. */
    TRAILER_NOT_COPIED(
            Kind.TRUNCATED,
            "there is no trailer after the last record, which ends at {at}: the copy is incomplete, it has {0,} of"
                    + " {1,} allocation records"),
    /** From version 8 on: no trailer, though as many allocation records come as the header counts. */
    ONLY_TRAILER_MISSING(
            Kind.TRUNCATED,
            "there is no trailer after the last record, which ends at {at}: all {0,} allocation records are there;"
                    + " only the end mark is missing"),
    /** The last record is whole. */
    RECORD_CUT(Kind.TRUNCATED, "the capture ends inside {record} at {at}"),
    /** The header is whole (docs/capture-format.md, section 4). */
    HEADER_CUT(Kind.TRUNCATED, "the capture ends inside its header"),

    /**
     * Aggregated captures: counts and bytes are not below 0 (docs/capture-format.md, section 8). A program that frees oddly under memray can bring
     * that about, so the figures are kept and the reading goes on.
     */
    NEGATIVE_FIGURES(
            Kind.IMPOSSIBLE,
            "figures cannot be below 0: {0-} bytes in {1-} allocations at the peak, {2-} bytes in {3-} allocations at the"
                    + " end"),
    /** Aggregated captures: figures without their signs add up to at most 2^63 - 1, so no sum of them overflows. */
    FIGURES_OVERFLOW(
            Kind.IMPOSSIBLE,
            "the sum of all figures so far passes 2^63 - 1: {0-} bytes in {1-} allocations at the peak, {2-} bytes in {3-}"
                    + " allocations at the end"),
    /** No program has more than 2^62 bytes; sums of less cannot overflow. */
    LIVE_BYTES(Kind.IMPOSSIBLE, "more than 2^62 bytes would be in use: {0,} and {1,} more"),
    /** Temporary allocations add up to at most 2^63 - 1 bytes. */
    TEMPORARY_BYTES(Kind.IMPOSSIBLE, "the sum of temporary allocations passes 2^63 - 1: {0,} bytes and {1,} more"),

    /** Nobody wanted to read on: see {@link ReadProgress}. */
    STOPPED(Kind.STOPPED, "reading was stopped at {at}"),

    /** See {@link Limit#STRING_BYTES}. */
    STRING_BYTES(Limit.STRING_BYTES, "a string is longer than {0} bytes"),
    /** See {@link Limit#LINE_TABLE_BYTES}. */
    LINE_TABLE_BYTES(Limit.LINE_TABLE_BYTES, "a line table of {0} bytes (at most {1} are accepted)"),
    /** See {@link Limit#HEADER_BYTES}. */
    HEADER_BYTES(Limit.HEADER_BYTES, "the header is longer than {0} bytes"),
    /** See {@link Limit#SEARCH_PATHS}. */
    SEARCH_PATHS(Limit.SEARCH_PATHS, "the header has more than {0} directories"),
    /** See {@link Limit#STACK_FRAMES}. */
    STACK_FRAMES(Limit.STACK_FRAMES, "more than {0} frames on one stack"),
    /** See {@link Limit#THREADS}. */
    THREADS(Limit.THREADS, "more than {0} threads"),
    /** See {@link Limit#CODE_OBJECTS}. */
    CODE_OBJECTS(Limit.CODE_OBJECTS, "more than {0^} code objects"),
    /** See {@link Limit#CODE_OBJECT_IDS}. */
    CODE_OBJECT_ID(Limit.CODE_OBJECT_IDS, "code object id {0} is {1^} or more"),
    /** See {@link Limit#FRAMES}. */
    FRAMES(Limit.FRAMES, "more than {0^} distinct frames"),
    /** See {@link Limit#NATIVE_FRAMES}. */
    NATIVE_FRAMES(Limit.NATIVE_FRAMES, "more than {0^} native frames"),
    /** See {@link Limit#STACKS}. */
    STACKS(Limit.STACKS, "more than {0^} distinct call stacks"),
    /** See {@link Limit#LOCATIONS}. */
    LOCATIONS(Limit.LOCATIONS, "more than {0^} places that allocate"),
    /** See {@link Limit#MAPPINGS}. */
    MAPPINGS(Limit.MAPPINGS, "more than {0^} live mappings"),
    /** See {@link Limit#MAPPING_STEPS}. */
    MAPPING_STEPS(Limit.MAPPING_STEPS, "unmappings cut too many mappings that overlap: more than {0^} steps"),

    /** See the rule of the container. */
    LZ4_FRAME_START_CUT(ContainerRule.FRAME_START_CUT, "the LZ4 file ends inside the start of a frame at {at}"),
    /** See the rule of the container. */
    LZ4_NOT_A_FRAME(ContainerRule.NOT_A_FRAME, "what follows an LZ4 frame at {at} is not another one"),
    /** See the rule of the container. */
    LZ4_SKIPPABLE_FRAME_CUT(
            ContainerRule.SKIPPABLE_FRAME_CUT, "the LZ4 file ends inside a skippable frame that began at {at}"),
    /** See the rule of the container. */
    LZ4_FRAME_HEADER_CUT(ContainerRule.FRAME_HEADER_CUT, "the LZ4 file ends inside the header of a frame at {at}"),
    /** See the rule of the container. */
    LZ4_FRAME_VERSION(ContainerRule.FRAME_VERSION, "an LZ4 frame has version {0} instead of 1 ({at})"),
    /** See the rule of the container. */
    LZ4_FRAME_HEADER_CHECKSUM(
            ContainerRule.FRAME_HEADER_CHECKSUM, "the checksum of an LZ4 frame's header does not match ({at})"),
    /** See the rule of the container. */
    LZ4_FRAME_RESERVED(ContainerRule.FRAME_RESERVED, "an LZ4 frame's header uses reserved values ({at})"),
    /** See the rule of the container. */
    LZ4_FRAME_DICTIONARY(
            ContainerRule.FRAME_DICTIONARY, "an LZ4 frame needs a dictionary, which is not supported ({at})"),
    /** See the rule of the container. */
    LZ4_END_MARK_MISSING(ContainerRule.END_MARK_MISSING, "the LZ4 file ends without its end mark at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_TOO_LARGE(ContainerRule.BLOCK_TOO_LARGE, "an LZ4 block at {at} is larger than its frame allows"),
    /** See the rule of the container. */
    LZ4_BLOCK_CUT(ContainerRule.BLOCK_CUT, "the LZ4 file ends inside a block that began at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_CHECKSUM(ContainerRule.BLOCK_CHECKSUM, "the checksum of an LZ4 block at {at} does not match"),
    /** See the rule of the container. */
    LZ4_BLOCK_WITHOUT_LAST_LITERALS(
            ContainerRule.BLOCK_WITHOUT_LAST_LITERALS, "an LZ4 block ends before its last literals at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_ENDS_INSIDE_LITERALS(
            ContainerRule.BLOCK_ENDS_INSIDE_LITERALS, "an LZ4 block ends inside literals at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_ENDS_INSIDE_LENGTH(ContainerRule.BLOCK_ENDS_INSIDE_LENGTH, "an LZ4 block ends inside a length at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_ENDS_INSIDE_OFFSET(
            ContainerRule.BLOCK_ENDS_INSIDE_OFFSET, "an LZ4 block ends inside a match offset at {at}"),
    /** See the rule of the container. */
    LZ4_BLOCK_OVERFULL(ContainerRule.BLOCK_OVERFULL, "an LZ4 block holds more than its maximum size at {at}"),
    /** See the rule of the container. */
    LZ4_MATCH_BEFORE_START(ContainerRule.MATCH_BEFORE_START, "an LZ4 match reaches back before the first byte at {at}"),
    /** See the rule of the container. */
    LZ4_MATCH_OFFSET_ZERO(ContainerRule.MATCH_OFFSET_ZERO, "an LZ4 match has offset 0 at {at}"),
    /** See the rule of the container. */
    LZ4_CONTENT_SIZE(
            ContainerRule.CONTENT_SIZE, "the LZ4 frame that ends at {at} holds {0} bytes instead of the {1} it states"),
    /** See the rule of the container. */
    LZ4_CONTENT_CHECKSUM_CUT(
            ContainerRule.CONTENT_CHECKSUM_CUT, "the LZ4 file ends inside the checksum of its content at {at}"),
    /** See the rule of the container. */
    LZ4_CONTENT_CHECKSUM(
            ContainerRule.CONTENT_CHECKSUM, "the checksum of the LZ4 frame's content, at {at}, does not match");

    private static final Map<ContainerRule, Rule> BY_CONTAINER = new EnumMap<>(ContainerRule.class);

    static {
        for (Rule rule : values()) {
            if (rule.container != null) {
                BY_CONTAINER.put(rule.container, rule);
            }
        }
    }

    private final Kind kind;
    private final @Nullable ContainerRule container;
    private final @Nullable Limit limit;
    private final String sentence;

    Rule(Kind kind, @Nullable ContainerRule container, @Nullable Limit limit, String sentence) {
        this.kind = kind;
        this.container = container;
        this.limit = limit;
        this.sentence = sentence;
    }

    Rule(Kind kind, String sentence) {
        this(kind, null, null, sentence);
    }

    Rule(Limit limit, String sentence) {
        this(Kind.LIMIT, null, limit, sentence);
    }

    Rule(ContainerRule container, String sentence) {
        this(container.ending() == Ending.TRUNCATED ? Kind.TRUNCATED : Kind.BROKEN, container, null, sentence);
    }

    static Rule of(ContainerRule container) {
        Rule rule = BY_CONTAINER.get(container);
        if (rule == null) {
            throw new IllegalArgumentException(container + " has no sentence");
        }
        return rule;
    }

    public Kind kind() {
        return kind;
    }

    /** The limit that was reached; null for rules of another kind. */
    public @Nullable Limit limit() {
        return limit;
    }

    /** Name for programs, for example {@code unknown_allocator}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean ofContainer() {
        return container != null;
    }

    String sentence() {
        return sentence;
    }
}
