package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.StreamInput;
import dev.heapcrest.bytes.WindowSource;
import dev.heapcrest.capture.CaptureException.MalformedHeader;
import dev.heapcrest.capture.CaptureException.NotACapture;
import dev.heapcrest.capture.CaptureException.TruncatedHeader;
import dev.heapcrest.capture.CaptureException.Unsupported;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of every version, and what is said about those that are none. */
class HeaderTest {
    private static final int VERSION_OFFSET = 7;
    private static final Limits SMALL =
            Limits.DEFAULT.with(Limit.STRING_BYTES, 100).with(Limit.HEADER_BYTES, 200);

    private static byte[] header(int version) {
        return new CaptureWriter(RandomProgram.header(version, version)).stream();
    }

    private static CaptureHeader open(byte[] file, Limits limits) throws IOException {
        ByteInput input = new StreamInput(new ByteArrayInputStream(file));
        try (Capture capture = Capture.open(input, WindowSource.USUAL_BYTES, limits)) {
            return capture.header();
        }
    }

    private static String refusal(Class<? extends CaptureException> kind, byte[] file) {
        return assertThrows(kind, () -> open(file, Limits.DEFAULT)).getMessage();
    }

    private static byte[] with(byte[] file, int offset, int value) {
        byte[] changed = file.clone();
        changed[offset] = (byte) value;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void aHeaderIsReadWhereverAWindowEnds(int version) throws IOException {
        CaptureHeader expected = RandomProgram.counting(RandomProgram.header(version, version), 12_345_678_901L);
        CaptureWriter writer = new CaptureWriter(expected);
        // without a record behind them, the zeros that end a header would count as padding
        writer.trailer();
        byte[] file = writer.stream();
        for (int windowBytes = 1; windowBytes <= file.length; windowBytes++) {
            ByteInput input = new StreamInput(new ByteArrayInputStream(CaptureFiles.raw(file)));
            try (Capture capture = Capture.open(input, windowBytes, Limits.DEFAULT)) {
                assertEquals(expected, capture.header());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void aHeaderCutAtAnyByteIsCalledTruncatedThere(int version) {
        byte[] file = header(version);
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            String message = refusal(TruncatedHeader.class, cut);
            assertTrue(message.startsWith("the capture ends inside its header"), message);
            if (length >= VERSION_OFFSET + Integer.BYTES && version < 8) {
                // from version 8 on, zeros before the cut count as padding, so the end lies before them
                long offset = Long.parseLong(message.replaceAll(".*offset (\\d+).*", "$1"));
                assertTrue(offset <= length && offset > length - Long.BYTES, message + " at " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 14, 99, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void anUnknownVersionIsNamed(int version) {
        byte[] file = header(13);
        for (int i = 0; i < Integer.BYTES; i++) {
            file[VERSION_OFFSET + i] = (byte) (version >>> 8 * i);
        }
        String message = refusal(Unsupported.class, file);
        assertTrue(message.contains("header version " + Integer.toUnsignedString(version) + ";"), message);
        assertTrue(message.contains("versions 6 to 13"), message);
    }

    @ParameterizedTest
    @CsvSource({"10, 12", "11, 12", "12, 16", "13, 16"})
    void anUnknownFileFormatIsNamed(int version, int offset) {
        String message = refusal(Unsupported.class, with(header(version), offset, 2));
        assertTrue(message.startsWith("this capture has file format 2;"), message);
    }

    @ParameterizedTest
    @CsvSource({"6, 11", "9, 11", "11, 11", "12, 15", "13, 15"})
    void aFlagIsZeroOrOne(int version, int offset) {
        assertEquals(
                "the header is damaged: a flag is 7 instead of 0 or 1 (native traces, before offset " + (offset + 1)
                        + ")",
                refusal(MalformedHeader.class, with(header(version), offset, 7)));
    }

    @Test
    void aStringLongerThanTheLimitIsRefused() {
        byte[] file = header(13);
        byte[] longer = new byte[file.length + 200];
        Arrays.fill(longer, (byte) 'x');
        System.arraycopy(file, 0, longer, 0, 49);
        System.arraycopy(file, 49, longer, 249, file.length - 49);
        String message =
                assertThrows(MalformedHeader.class, () -> open(longer, SMALL)).getMessage();
        assertTrue(
                message.startsWith("the header is damaged: a string is longer than 100 bytes (command line"), message);
    }

    @Test
    void manySearchPathsAreRefusedWhereTheHeaderGetsTooLong() {
        byte[] start = header(13);
        byte[] file = Arrays.copyOf(start, start.length - 1 + 300);
        for (int i = start.length - 1; i < file.length; i++) {
            file[i] = (byte) (i % 2 == 0 ? 0 : 'p');
        }
        // shifts the pattern so that no path is empty
        if (file[start.length - 1] == 0) {
            System.arraycopy(file, start.length, file, start.length - 1, 299);
        }
        String message =
                assertThrows(MalformedHeader.class, () -> open(file, SMALL)).getMessage();
        assertTrue(message.contains("the header is longer than 200 bytes (module search path"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1f8b0800               | the signature of a gzip file; unpack it first
            28b52ffd00             | the signature of a zstd file; unpack it first
            fd377a585a00           | the signature of an xz file; unpack it first
            425a6839               | the signature of a bzip2 file; unpack it first
            504b0304               | the signature of a zip file; unpack it first
            02214c18               | the signature of an old LZ4 format that memray does not write
            3c21444f43             | HTML; is it a report instead of the capture it was made from?
            68656c6c6f             | text
            0000000000             | zeros; the copy or the disk lost its content
            01020304               | other bytes
            """)
    void whatIsNoCaptureIsDescribed(String hex, String description) {
        assertEquals(
                "this is not a memray capture: it begins with " + description,
                refusal(NotACapture.class, HexFormat.of().parseHex(hex)));
    }

    @Test
    void anEmptyFileIsExplained() {
        String message = refusal(NotACapture.class, new byte[0]);
        assertTrue(message.startsWith("it is empty; memray writes aggregated captures only when"), message);
    }

    @Test
    void anLz4FileWithOtherContentIsNoCapture() {
        byte[] file = CaptureFiles.lz4("not a capture".getBytes(StandardCharsets.UTF_8), false);
        assertEquals(
                "this is an LZ4 file, but what it holds is not a memray capture", refusal(NotACapture.class, file));
    }

    @Test
    void aRefusedInputIsClosed() {
        boolean[] closed = new boolean[1];
        ByteInput input = new StreamInput(new ByteArrayInputStream(new byte[] {1}) {
            @Override
            public void close() {
                closed[0] = true;
            }
        });
        CaptureException refused = assertThrows(CaptureException.class, () -> Capture.open(input, 1, Limits.DEFAULT));
        assertInstanceOf(NotACapture.class, refused);
        assertTrue(closed[0]);
    }
}
