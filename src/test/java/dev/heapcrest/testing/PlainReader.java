package dev.heapcrest.testing;

import dev.heapcrest.capture.AggregatedSink;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.testing.ByteCursor.Broken;
import dev.heapcrest.testing.ByteCursor.Cut;
import dev.heapcrest.testing.PlainReader.Refusal;
import dev.heapcrest.testing.PlainReader.Refused;

/** Decodes captures of versions 6 to 13 from an array, word by word after docs/capture-format.md. */
public final class PlainReader {
    /** Why reading ended. */
    public enum End {
        COMPLETE,
        TRUNCATED,
        DAMAGED
    }

    /** What is wrong with a header. */
    public enum Refusal {
        NOT_A_CAPTURE,
        UNSUPPORTED,
        TRUNCATED_HEADER,
        MALFORMED_HEADER
    }

    /** The input has no header that could be used. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final Refusal refusal;

        Refused(Refusal refusal) {
            super(refusal.toString());
            this.refusal = refusal;
        }

        public Refusal refusal() {
            return refusal;
        }
    }

    /**
     * How far reading came.
     *
     * @param offset end of the last whole record in the stream
     * @param problem null when complete
     */
    public record Ending(End end, long offset, long records, long allocationRecords, String problem) {}

    private final PlainContainer container;
    private final ByteCursor in;
    private final CaptureHeader header;
    private final int recordsStart;

    public PlainReader(byte[] file) throws Refused {
        this(PlainContainer.of(file));
    }

    public PlainReader(PlainContainer container) throws Refused {
        this.container = container;
        in = new ByteCursor(container.stream());
        try {
            header = PlainHeader.read(in);
        } catch (Cut cut) {
            throw new Refused(Refusal.TRUNCATED_HEADER);
        }
        recordsStart = in.at;
        if (!container.compressed() && header.version() >= 8) {
            while (in.end > 0 && container.stream()[in.end - 1] == 0) {
                in.end--;
            }
            // no exception for the header, whose last bytes can be zeros: memray has none either
            if (in.end < recordsStart) {
                throw new Refused(Refusal.TRUNCATED_HEADER);
            }
        }
    }

    public CaptureHeader header() {
        return header;
    }

    public boolean compressed() {
        return container.compressed();
    }

    public Ending read(RecordSink sink) {
        return switch (header.version()) {
            case 6 -> readAll(new PlainRecords6(in, header, sink));
            case 7, 8, 9, 10, 11 -> readAll(new PlainRecords7(in, header, sink));
            default -> readAll(new PlainRecords12(in, header, sink));
        };
    }

    public Ending readAggregated(AggregatedSink sink) {
        return readAll(new PlainAggregate(in, header, sink));
    }

    private Ending readAll(PlainRecords next) {
        in.at = recordsStart;
        long records = 0;
        int whole = in.at;
        while (true) {
            if (in.at == in.end) {
                End end = header.version() < 8 && container.whole() ? endWithoutTrailer(next) : End.TRUNCATED;
                String problem = end == End.COMPLETE ? null : "records are missing";
                return new Ending(end, whole, records, next.allocationRecords, problem);
            }
            try {
                long allocationsBefore = next.allocationRecords;
                try {
                    if (next.read()) {
                        PlainRecords.require(
                                !next.trailer || endByCount(next) == End.COMPLETE,
                                "the header counts other allocation records");
                        records++;
                        whole = in.at;
                    }
                } catch (Cut | Broken problem) {
                    next.allocationRecords = allocationsBefore;
                    throw problem;
                }
            } catch (Cut cut) {
                return new Ending(End.TRUNCATED, whole, records, next.allocationRecords, "inside a record");
            } catch (Broken broken) {
                return new Ending(End.DAMAGED, whole, records, next.allocationRecords, broken.getMessage());
            }
            if (next.trailer) {
                return new Ending(End.COMPLETE, whole, records, next.allocationRecords, null);
            }
        }
    }

    /**
     * docs/capture-format.md, sections 2.3 and 4: only the second writing of the header tells a finished file from a
     * killed one.
     */
    private End endWithoutTrailer(PlainRecords next) {
        return header.allocationRecords() == 0 && next.allocationRecords != 0 ? End.TRUNCATED : endByCount(next);
    }

    /**
     * docs/capture-format.md, section 4: the header is written again at the end, with the count; 0 in killed files and
     * aggregated ones.
     */
    private End endByCount(PlainRecords next) {
        long counted = header.aggregated() ? 0 : header.allocationRecords();
        if (counted == 0 || counted == next.allocationRecords) {
            return End.COMPLETE;
        }
        return next.allocationRecords < counted ? End.TRUNCATED : End.DAMAGED;
    }
}
