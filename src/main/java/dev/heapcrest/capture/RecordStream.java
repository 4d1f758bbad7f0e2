package dev.heapcrest.capture;

import dev.heapcrest.bytes.Ending;
import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.capture.Coverage.End;
import java.io.IOException;
import java.util.Locale;
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

    private static final int THREAD_NAME = 10;

    static final int MUNMAP = Allocator.MUNMAP.number();

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
            recordName = "CONTEXT SWITCH";
            sink.contextSwitch(in.i64());
            inThread = true;
        } else {
            return false;
        }
        return true;
    }

    /** Versions 12 and later, behind the first byte. */
    final void decodeCodeObject() throws IOException {
        long id = in.varint();
        String function = in.string(strings);
        String file = in.string(strings);
        firstLine += (int) in.signedVarint();
        sink.codeObject(id, function, file, firstLine, in.lineTable(in.varint()));
    }

    final void requireThread() {
        if (!inThread) {
            throw new CaptureDamage("a record of a thread stands before the first CONTEXT SWITCH");
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
                        return coverage(End.TRUNCATED, "reading was stopped at " + at(recordOffset));
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
                    throw new CaptureDamage("the trailer stands after " + counts());
                }
                records++;
                recordOffset = in.offset();
                if (trailer) {
                    return coverage(End.COMPLETE, null);
                }
            }
        } catch (EndOfStream end) {
            return endedInside();
        } catch (CaptureDamage damage) {
            return coverage(End.CORRUPT, damage.rule() + " (" + record() + " at " + at(recordOffset) + ")");
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

    private Coverage ended() {
        WindowSource.Problem problem = source.problem();
        if (problem != null) {
            return coverage(end(problem), problem.text() + "; the last whole record ends at " + at(recordOffset));
        }
        if (!version.trailer()) {
            return endedWithoutTrailer();
        }
        boolean programEnded = allocationRecords <= header.allocationRecords() && !header.aggregated();
        return coverage(
                End.TRUNCATED,
                "there is no trailer behind the last record, which ends at " + at(recordOffset)
                        + (header.allocationRecords() != 0 && programEnded
                                ? ": the copy is incomplete, it has " + number(allocationRecords) + " of "
                                        + number(header.allocationRecords()) + " allocation records"
                                : ": the program was killed or is still running, or the copy is incomplete"));
    }

    /** Versions 6 and 7: that tracking ended shows in the header alone, whose count is written then. */
    private Coverage endedWithoutTrailer() {
        if (allocationRecords == header.allocationRecords()) {
            return coverage(End.COMPLETE, null);
        }
        if (header.allocationRecords() == 0) {
            return coverage(
                    End.TRUNCATED,
                    "the header counts no allocation records, but " + number(allocationRecords)
                            + " stand before the end of the file (offset " + recordOffset
                            + "): the program was killed or is still running");
        }
        return coverage(
                allocationRecords < header.allocationRecords() ? End.TRUNCATED : End.CORRUPT,
                "the file ends after " + counts() + " (offset " + recordOffset + ")");
    }

    /** The writer counts up to its last record and puts the sum into the header: 0 was never replaced, or not counted. */
    private boolean countIsRight() {
        return header.aggregated()
                || header.allocationRecords() == 0
                || header.allocationRecords() == allocationRecords;
    }

    private String counts() {
        return number(allocationRecords) + " allocation records, but the header counts "
                + number(header.allocationRecords());
    }

    /** Unsigned, as the header has it: where a bit was flipped it can be anything. */
    private static String number(long count) {
        return count < 0 ? Long.toUnsignedString(count) : String.format(Locale.ROOT, "%,d", count);
    }

    private Coverage endedInside() {
        WindowSource.Problem problem = source.problem();
        String record = record() + " at " + at(recordOffset);
        return problem == null
                ? coverage(End.TRUNCATED, "the capture ends inside " + record)
                : coverage(end(problem), problem.text() + ", inside " + record);
    }

    private static End end(WindowSource.Problem problem) {
        return problem.ending() == Ending.TRUNCATED ? End.TRUNCATED : End.CORRUPT;
    }

    private Coverage coverage(End end, @Nullable String problem) {
        boolean compressed = source.compressed();
        return new Coverage(
                end,
                records,
                allocationRecords,
                recordOffset,
                compressed ? in.inputBytes() : recordOffset,
                source.inputSizeBytes(),
                compressed,
                problem);
    }

    private String at(long offset) {
        return "offset " + offset + (source.compressed() ? " of the decompressed stream" : "");
    }

    /** "an ALLOCATION record"; "a record" where its kind is not known. */
    private String record() {
        if (recordName.isEmpty()) {
            return "a record";
        }
        return ("AEIOU".indexOf(recordName.charAt(0)) >= 0 ? "an " : "a ") + recordName + " record";
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
