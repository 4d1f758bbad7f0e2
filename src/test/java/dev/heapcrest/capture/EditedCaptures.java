package dev.heapcrest.capture;

import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.Edits;
import dev.heapcrest.testing.PlainContainer;
import dev.heapcrest.testing.Sinks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded captures that were changed by whole records. */
public final class EditedCaptures {
    private static final List<Path> FOLDERS =
            List.of(Path.of("testdata/captures"), Path.of("testdata/captures-native"));
    private static final int MOST_FILE_BYTES = 32_000;
    private static final int MOST_BYTES = 60_000;

    private EditedCaptures() {}

    /** Header and records of each capture that is small. */
    public static List<List<byte[]>> samples() {
        return samples(null);
    }

    /**
     * The same of one kind.
     *
     * @param aggregated null for both
     */
    public static List<List<byte[]>> samples(@Nullable Boolean aggregated) {
        List<List<byte[]>> samples = new ArrayList<>();
        try {
            for (Path folder : FOLDERS) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".bin"))
                            .sorted()
                            .toList()) {
                        List<byte[]> parts = parts(file, aggregated);
                        if (!parts.isEmpty()) {
                            samples.add(parts);
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return samples;
    }

    private static List<byte[]> parts(Path file, @Nullable Boolean aggregated) throws IOException {
        byte[] whole = Files.size(file) > MOST_FILE_BYTES ? new byte[0] : Files.readAllBytes(file);
        byte[] stream = PlainContainer.of(whole).stream();
        if (stream.length > MOST_BYTES) {
            return List.of();
        }
        List<Long> starts = new ArrayList<>();
        long end;
        try (Capture capture = Capture.open(new ByteArrayInputStream(stream))) {
            boolean summed = capture.header().aggregated();
            if (aggregated != null && aggregated != summed) {
                return List.of();
            }
            List<String> ignored = new ArrayList<>();
            end = (summed
                            ? capture.readAggregated(
                                    Sinks.log(AggregatedSink.class, ignored), ReadProgress.NONE, starts::add)
                            : capture.read(Sinks.log(RecordSink.class, ignored), ReadProgress.NONE, starts::add))
                    .streamBytes();
        } catch (CaptureException noCapture) {
            return List.of();
        }
        List<byte[]> parts = new ArrayList<>();
        int from = 0;
        for (long start : starts) {
            parts.add(Arrays.copyOfRange(stream, from, (int) start));
            from = (int) start;
        }
        parts.add(Arrays.copyOfRange(stream, from, (int) end));
        return parts;
    }

    /**
     * A file of a changed sample.
     *
     * @param script the first byte chooses the container, the rest is one of {@link Edits}
     */
    public static byte[] file(byte[] script, List<List<byte[]>> samples) {
        byte[] edits = Arrays.copyOfRange(script, Math.min(1, script.length), script.length);
        byte[] stream = Edits.apply(edits, samples, EditedCaptures::joined);
        return switch (script.length == 0 ? 0 : script[0] & 7) {
            case 1, 2 -> CaptureFiles.lz4(stream, false);
            case 3 -> CaptureFiles.lz4(stream, true);
            case 4 -> CaptureFiles.raw(stream);
            default -> stream;
        };
    }

    private static byte[] joined(List<byte[]> parts) {
        byte[] stream = new byte[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, stream, at, part.length);
            at += part.length;
        }
        return stream;
    }
}
