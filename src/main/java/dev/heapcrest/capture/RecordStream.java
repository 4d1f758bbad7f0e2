package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives a decoder over the record stream, one way to write records per subclass, and says how far it came.
 *
 * <p>A record is either decoded by {@link #decodeFrequent}, straight from the window, or by {@link #decodeOne} through
 * the cursor, which crosses windows and notices the end of the stream.
 *
 * @param <S> what receives the records
 */
abstract class RecordStream<S extends CaptureSink> {
    /** No record that {@link #decodeFrequent} takes is longer, so one check a record suffices. */
    static final int LONGEST_FREQUENT_BYTES = WindowSource.SLACK_BYTES;

    /** Types of records in versions 7 to 13. */
    static final int CONTEXT_SWITCH = 12;

    static final int THREAD_NAME = 10;

    static final int MUNMAP = Allocator.MUNMAP.number();

    /** Names of frequent records. */
    static final String ALLOCATION_NAME = "ALLOCATION";

    static final String FRAME_PUSH_NAME = "FRAME PUSH";
    static final String FRAME_POP_NAME = "FRAME POP";
    static final String OBJECT_NAME = "OBJECT";
    static final String CONTEXT_SWITCH_NAME = "CONTEXT SWITCH";

    /** One bit for each allocator number that gives back memory and is written without a size. */
    private static final int SIMPLE_FREE = 1 << Allocator.FREE.number() | 1 << Allocator.PYMALLOC_FREE.number();

    final ByteCursor in;
    final WindowSource source;
    final CaptureHeader header;
    final FormatVersion version;
    final S sink;
    final StringPool strings = new StringPool();
    final NativeRecords natives;

    /** A context switch was read: records of a thread may come. */
    boolean inThread;

    /** Register of the first lines of code objects. */
    private int firstLine;

    /** Whole records so far, of any kind. */
    long records;

    long allocationRecords;

    /** In words for people, as the documentation writes it: "ALLOCATION". */
    String recordName = "";

    private long recordOffset;
    /** Damage that did not end the reading. */
    private final List<Damage> noted = new ArrayList<>();

    RecordStream(ByteCursor in, WindowSource source, CaptureHeader header, FormatVersion version, S sink) {
        this.in = in;
        this.source = source;
        this.header = header;
        this.version = version;
        this.sink = sink;
        natives = new NativeRecords(in, strings, sink);
    }

    /** Decodes records out of the cursor's window until one of another kind or the window's last bytes come. */
    void decodeFrequent() {}

    /** Name of a record that {@link #decodeFrequent} takes, by its first byte. */
    String frequentName(int token) {
        return "";
    }

    /**
     * Decodes the record at the cursor.
     *
     * @return true for the trailer
     * @throws EndOfStream if the stream ends inside it
     */
    abstract boolean decodeOne() throws IOException;

    /**
     * Decodes a record of a type that has the same number in versions 7 to 13: those of native stacks, THREAD NAME and
     * CONTEXT SWITCH.
     *
     * @return false for another type, of which nothing was read
     */
    final boolean decodeCommon(int type) throws IOException {
        if (type != NativeRecords.SEGMENT) {
            natives.requireNoSegmentsDue();
        }
        if (NativeRecords.takes(type)) {
            recordName = NativeRecords.name(type);
            natives.decode(type);
        } else if (type == THREAD_NAME) {
            recordName = "THREAD NAME";
            requireThread();
            sink.threadName(in.string(strings));
        } else if (type == CONTEXT_SWITCH) {
            recordName = CONTEXT_SWITCH_NAME;
            sink.contextSwitch(in.i64());
            inThread = true;
        } else {
            return false;
        }
        return true;
    }

    /** Versions 12 and later, after the first byte. */
    final void decodeCodeObject() throws IOException {
        long id = in.varint();
        String function = in.string(strings);
        String file = in.string(strings);
        firstLine += (int) in.signedVarint();
        sink.codeObject(id, function, file, firstLine, in.lineTable(in.varint()));
    }

    final void requireThread() {
        if (!inThread) {
            throw new CaptureDamage(Rule.RECORD_OF_NO_THREAD);
        }
    }

    /** No record follows. Versions 6 and 7 skip their zeros here. */
    boolean atEnd() throws IOException {
        return in.position == in.end && !in.advance();
    }

    /** @param starts hears of each record before the sink does; null where speed counts more */
    final Coverage run(ReadProgress progress, @Nullable RecordStart starts) throws IOException {
        try {
            while (true) {
                if (starts == null) {
                    frequent();
                }
                if (in.end - in.position < LONGEST_FREQUENT_BYTES && !in.ended()) {
                    in.advance();
                    if (!progress.advanced(in.inputBytes(), source.inputSizeBytes(), records)) {
                        return coverage(damage(Rule.STOPPED));
                    }
                    continue;
                }
                boolean ended = atEnd();
                recordOffset = in.offset();
                if (ended) {
                    return ended();
                }
                if (starts != null) {
                    starts.recordAt(recordOffset);
                }
                recordName = "";
                boolean trailer = decodeOne();
                if (trailer && !countIsRight()) {
                    throw new CaptureDamage(
                            Rule.TRAILER_TOO_EARLY_OR_LATE, allocationRecords, header.allocationRecords());
                }
                records++;
                recordOffset = in.offset();
                if (trailer) {
                    return coverage(null);
                }
            }
        } catch (EndOfStream end) {
            return endedInside();
        } catch (CaptureDamage damage) {
            return coverage(damage(damage, record()));
        }
    }

    private void frequent() {
        try {
            decodeFrequent();
        } catch (CaptureDamage damage) {
            recordName = frequentName(in.bytes[in.position]);
            throw damage;
        } finally {
            recordOffset = in.offset();
        }
    }

    /** Where the record begins that {@link #decodeOne} decodes. */
    final long recordOffset() {
        return recordOffset;
    }

    private Coverage ended() {
        WindowSource.Problem problem = source.problem();
        if (problem != null) {
            return coverage(Damage.of(problem, ""));
        }
        if (!version.trailer()) {
            return coverage(endedWithoutTrailer());
        }
        long counted = header.allocationRecords();
        boolean comparable = counted != 0 && allocationRecords <= counted && !header.aggregated();
        if (!comparable) {
            return coverage(damage(Rule.TRAILER_MISSING));
        }
        return coverage(
                allocationRecords == counted
                        ? damage(Rule.ONLY_TRAILER_MISSING, counted)
                        : damage(Rule.TRAILER_NOT_COPIED, allocationRecords, counted));
    }

    /** Versions 6 and 7: that tracking ended shows in the header alone, whose count is written then. */
    private @Nullable Damage endedWithoutTrailer() {
        long counted = header.allocationRecords();
        if (allocationRecords == counted) {
            return null;
        }
        if (counted == 0) {
            return damage(Rule.RECORDS_NOT_COUNTED, allocationRecords);
        }
        return damage(
                allocationRecords < counted ? Rule.FEWER_RECORDS_THAN_COUNTED : Rule.MORE_RECORDS_THAN_COUNTED,
                allocationRecords,
                counted);
    }

    /** A 0 says nothing: the program was killed before it wrote its count, or this kind of capture does not count. */
    private boolean countIsRight() {
        return header.aggregated()
                || header.allocationRecords() == 0
                || header.allocationRecords() == allocationRecords;
    }

    private Coverage endedInside() {
        WindowSource.Problem problem = source.problem();
        return coverage(
                problem == null ? damage(new CaptureDamage(Rule.RECORD_CUT), record()) : Damage.of(problem, record()));
    }

    private String record() {
        return recordName.isEmpty() ? Damage.UNKNOWN_RECORD : recordName;
    }

    /** Damage between records. */
    private Damage damage(Rule rule, long... values) {
        return damage(new CaptureDamage(rule, values), "");
    }

    private Damage damage(CaptureDamage damage, String record) {
        return new Damage(
                damage.rule(),
                damage.values(),
                record,
                recordOffset,
                source.compressed() ? Damage.Stream.DECOMPRESSED : Damage.Stream.FILE);
    }

    /** Damage that does not end the reading; the first of a rule counts. */
    final void note(Rule rule, long... values) {
        if (noted.stream().noneMatch(damage -> damage.rule() == rule)) {
            noted.add(damage(new CaptureDamage(rule, values), record()));
        }
    }

    private Coverage coverage(@Nullable Damage last) {
        List<Damage> damages = new ArrayList<>(noted);
        if (last != null) {
            damages.add(last);
        }
        boolean compressed = source.compressed();
        return new Coverage(
                records,
                allocationRecords,
                recordOffset,
                compressed ? in.inputBytes() : recordOffset,
                source.inputSizeBytes(),
                compressed,
                damages);
    }

    /** Emits memory that came or went, by the kind of its allocator. */
    static void emit(RecordSink sink, int allocator, long address, long sizeBytes, long nativeFrameId) {
        if (simpleFree(allocator)) {
            sink.deallocation(allocator, address, 0);
        } else if (allocator == MUNMAP) {
            sink.deallocation(allocator, address, sizeBytes);
        } else {
            sink.allocation(allocator, address, sizeBytes, nativeFrameId);
        }
    }

    static boolean simpleFree(int allocator) {
        return (SIMPLE_FREE >>> allocator & 1) != 0;
    }
}
