package dev.heapcrest.capture;

import dev.heapcrest.bytes.WindowSource;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * One thing that is wrong with a capture, and where.
 *
 * @param rule what is broken
 * @param values the numbers in the rule's sentence, in its order; unsigned unless the sentence says otherwise
 * @param record the record in which it was found, as the documentation writes it ({@code ALLOCATION}), or the field of the
 *     header; {@link #UNKNOWN_RECORD} before its kind was known, "" between records
 * @param offset where, in bytes from the start of {@code stream}: the start of the record, or the place in the container
 * @param stream in what the offset counts
 */
@API(status = API.Status.STABLE, since = "0.1")
public record Damage(Rule rule, List<Long> values, String record, long offset, Stream stream) {
    /** A record whose kind is not known yet. */
    public static final String UNKNOWN_RECORD = "UNKNOWN";

    public Damage {
        values = List.copyOf(values);
    }

    static Damage of(WindowSource.Problem problem, String record) {
        return new Damage(Rule.of(problem.rule()), problem.values(), record, problem.offset(), Stream.FILE);
    }

    /** What kind of damage it is. */
    public enum Kind {
        /** The input has no more bytes, or lacks what the writer adds last. What came before is right. */
        TRUNCATED,
        /** A rule of the format or of its container is broken. What came before is as good as the file. */
        BROKEN,
        /** Figures cannot be those of a program. Those that were read are kept as they are. */
        IMPOSSIBLE,
        /** A {@link Limit} was reached. What came before is right. */
        LIMIT,
        /** The caller wanted no more. What came before is right. */
        STOPPED;

        /** Name for programs, for example {@code broken}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** In what an offset counts. */
    public enum Stream {
        /** The bytes of the file or pipe. */
        FILE,
        /** The bytes that come out of an LZ4 file. */
        DECOMPRESSED;

        /** Name for programs, for example {@code file}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Kind kind() {
        return rule.kind();
    }
}
