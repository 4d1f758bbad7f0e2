package dev.heapcrest.capture;

import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** From what fuzzing starts: small captures of every version. */
final class FuzzSeeds {
    private static final int STEPS = 12;
    private static final byte[] MAGIC = {'m', 'e', 'm', 'r', 'a', 'y', 0};

    private FuzzSeeds() {}

    static Stream<byte[]> files() {
        return versions().boxed().flatMap(version -> {
            byte[] stream = writer(version).stream();
            return Stream.of(stream, CaptureFiles.lz4(stream, false), CaptureFiles.lz4(stream, true));
        });
    }

    /** The only block of each of those files that is compressed: behind descriptor and size, before the end mark. */
    static Stream<byte[]> blocks() {
        return versions().mapToObj(version -> {
            byte[] file = CaptureFiles.lz4(writer(version).stream(), false);
            return Arrays.copyOfRange(file, 11, file.length - 4);
        });
    }

    /** One byte for version and kind, then records without a header: see {@link #capture}. */
    static Stream<byte[]> records() {
        return versions().mapToObj(version -> {
            CaptureWriter writer = writer(version);
            byte[] stream = writer.stream();
            byte[] seed = Arrays.copyOfRange(stream, writer.headerSizeBytes() - 1, stream.length);
            seed[0] = (byte) ((version - FormatVersion.OLDEST) << 2
                    | (RandomProgram.header(version, version).nativeTraces() ? 1 : 0));
            return seed;
        });
    }

    /** What headers have after the magic number, the version first. */
    static Stream<byte[]> headers() {
        return versions().mapToObj(version -> {
            CaptureWriter writer = writer(version);
            return Arrays.copyOfRange(writer.stream(), MAGIC.length, writer.headerSizeBytes());
        });
    }

    /** The capture for which an input of {@link #headers} stands. */
    static byte[] header(byte[] input) {
        byte[] file = Arrays.copyOf(MAGIC, MAGIC.length + input.length);
        System.arraycopy(input, 0, file, MAGIC.length, input.length);
        return file;
    }

    /** The capture for which an input of {@link #records} stands. */
    static byte[] capture(byte[] input) {
        int choice = input.length == 0 ? 0 : input[0];
        int version = FormatVersion.OLDEST + (choice >>> 2 & 7);
        CaptureHeader sample = RandomProgram.header(version, version);
        CaptureHeader header = new CaptureHeader(
                version,
                sample.pythonVersion(),
                (choice & 1) != 0,
                (choice & 2) != 0 && version >= 10,
                0,
                0,
                0,
                0,
                "",
                1,
                sample.mainThreadId(),
                0,
                1,
                false,
                false,
                "",
                sample.sitePackages(),
                sample.modulePath());
        byte[] head = new CaptureWriter(header).stream();
        byte[] file = Arrays.copyOf(head, head.length + Math.max(0, input.length - 1));
        System.arraycopy(input, Math.min(1, input.length), file, head.length, file.length - head.length);
        return file;
    }

    private static IntStream versions() {
        return IntStream.rangeClosed(FormatVersion.OLDEST, FormatVersion.NEWEST);
    }

    private static CaptureWriter writer(int version) {
        CaptureWriter writer = new CaptureWriter(RandomProgram.header(version, version));
        RandomProgram.run(RandomProgram.header(version, version), version, STEPS, writer);
        return writer;
    }
}
