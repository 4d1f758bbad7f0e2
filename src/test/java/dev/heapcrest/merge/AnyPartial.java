package dev.heapcrest.merge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.heapcrest.testing.Edits;
import dev.heapcrest.testing.SectionFiles;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What must hold for any bytes that are taken for a partial. */
public final class AnyPartial {
    private static final List<String> NAMES = List.of(
            "complex-h13-py313-lz4",
            "complex-h12-py38-m1.19.3-lz4",
            "threads8-h6-py39-m1.0.3-raw",
            "evilnames-h13-py313-lz4",
            "cut-threads8-raw-0027027",
            "complex-h13-py313-agg-lz4");

    private AnyPartial() {}

    /** The sections of partials of one capture and of many. */
    public static List<List<byte[]>> samples() {
        List<Partial> single = NAMES.stream().map(Partials::of).toList();
        Partial sum = single.stream().reduce(Merging::merge).orElseThrow();
        return Stream.concat(single.stream(), Stream.of(sum))
                .map(partial -> SectionFiles.parts(Partials.bytes(partial)))
                .toList();
    }

    /** The file of a changed sample. */
    public static byte[] file(byte[] script, List<List<byte[]>> samples) {
        return SectionFiles.checked(Edits.apply(script, samples, SectionFiles::joined));
    }

    /** It is refused with a {@link PartialFormatException}, or it can be used, and is the same after it was written. */
    public static void check(byte[] file) throws IOException {
        try {
            Partial odd = Partials.read(file);
            byte[] canonical = Partials.bytes(odd);
            assertArrayEquals(canonical, Partials.bytes(Partials.read(canonical)));
            odd.peakOfSum(true);
            odd.rows();
            Partials.bytes(Merging.merge(odd, odd));
        } catch (PartialFormatException | ArithmeticException refused) {
            // sums beyond 63 bits are the caller's to report, as PartialFileTest has it
        }
    }
}
