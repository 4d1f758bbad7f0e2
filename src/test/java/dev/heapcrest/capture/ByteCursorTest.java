package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.heapcrest.bytes.PushbackInput;
import dev.heapcrest.bytes.RawSource;
import dev.heapcrest.bytes.StreamInput;
import dev.heapcrest.bytes.Words;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The primitive encodings, wherever a window ends. */
class ByteCursorTest {
    private static final Limits SMALL =
            Limits.DEFAULT.with(Limit.STRING_BYTES, 100).with(Limit.LINE_TABLE_BYTES, 1000);

    private static ByteCursor cursor(byte[] bytes, int windowBytes) {
        PushbackInput input = new PushbackInput(new StreamInput(new ByteArrayInputStream(bytes)));
        return new ByteCursor(new RawSource(input, false, windowBytes), SMALL);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
            out.write((int) (rest | 0x80));
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096})
    void varintsOfEveryLengthAreReadWhereverAWindowEnds(int windowBytes) throws IOException {
        SplittableRandom random = new SplittableRandom(windowBytes);
        long[] values = random.longs(500)
                .map(value -> value >>> random.nextInt(Long.SIZE))
                .toArray();
        values[0] = 0;
        values[1] = -1;
        values[2] = Long.MIN_VALUE;
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (long value : values) {
            joined.writeBytes(varint(value));
        }
        ByteCursor cursor = cursor(joined.toByteArray(), windowBytes);
        for (long value : values) {
            assertEquals(value, cursor.varint());
        }
        assertEquals(joined.size(), cursor.offset());
        assertThrows(EndOfStream.class, cursor::u8);
    }

    @Test
    void wordsGiveTheVarintsThatEndInThem() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 10_000; i++) {
            long value = random.nextLong() >>> random.nextInt(Long.SIZE);
            byte[] encoded = varint(value);
            byte[] padded = Arrays.copyOf(encoded, 16);
            random.nextBytes(padded);
            System.arraycopy(encoded, 0, padded, 0, encoded.length);
            long word = (long) Words.LONG.get(padded, 0);
            if (encoded.length <= Long.BYTES) {
                assertEquals(encoded.length, Words.varintBytes(word));
                assertEquals(value, Words.varint(word));
            } else {
                assertEquals(Long.BYTES + 1, Words.varintBytes(word));
            }
        }
    }

    @Test
    void theTenthByteOfAVarintGivesOneBitAndAnEleventhIsRefused() throws IOException {
        byte[] nine = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0};
        nine[9] = 0x7F;
        assertEquals(-1, cursor(nine, 64).varint());
        nine[9] = (byte) 0x80;
        CaptureDamage damage =
                assertThrows(CaptureDamage.class, () -> cursor(nine, 64).varint());
        assertEquals("a variable-length number has more than 10 bytes", damage.getMessage());
    }

    @Test
    void signedVarintsZigZag() {
        long[] values = {0, -1, 1, -2, 2, Long.MAX_VALUE, Long.MIN_VALUE};
        long[] encoded = {0, 1, 2, 3, 4, -2, -1};
        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], Words.signed(encoded[i]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16, 300})
    void stringsEndAtTheirZeroWhereverAWindowEnds(int windowBytes) throws IOException {
        String[] texts = {"", "a", "main.py", "größe", "x".repeat(100), "main.py"};
        byte[] bytes = String.join("\0", texts).concat("\0").getBytes(StandardCharsets.UTF_8);
        ByteCursor cursor = cursor(bytes, windowBytes);
        StringPool pool = new StringPool();
        String[] read = new String[texts.length];
        for (int i = 0; i < texts.length; i++) {
            read[i] = cursor.string(pool);
        }
        assertArrayEquals(texts, read);
        assertSame(read[2], read[5]);
        assertThrows(EndOfStream.class, () -> cursor.string(pool));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 300})
    void aStringLongerThanTheLimitIsRefused(int windowBytes) {
        byte[] bytes = "x".repeat(101).concat("\0").getBytes(StandardCharsets.UTF_8);
        CaptureDamage damage = assertThrows(
                CaptureDamage.class, () -> cursor(bytes, windowBytes).string(new StringPool()));
        assertEquals("a string is longer than 100 bytes", damage.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 33, 999, 5000})
    void aLineTableIsReadWhereverAWindowEnds(int windowBytes) throws IOException {
        byte[] bytes = new byte[1000];
        new SplittableRandom(9).nextBytes(bytes);
        ByteCursor cursor = cursor(bytes, windowBytes);
        assertArrayEquals(new byte[0], cursor.lineTable(0));
        assertArrayEquals(bytes, cursor.lineTable(1000));
        assertThrows(EndOfStream.class, () -> cursor.lineTable(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1001, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aLineTableLongerThanTheLimitIsRefusedBeforeItIsRead(long length) {
        CaptureDamage damage =
                assertThrows(CaptureDamage.class, () -> cursor(new byte[10], 64).lineTable(length));
        assertEquals(
                "a line table of " + Long.toUnsignedString(length) + " bytes (at most 1000 are accepted)",
                damage.getMessage());
    }

    @Test
    void theFirstZeroIsFoundAtEveryPlace() {
        byte[] bytes = new byte[40];
        for (int zero = 0; zero <= 40; zero++) {
            Arrays.fill(bytes, (byte) 0x80);
            if (zero < 40) {
                bytes[zero] = 0;
            }
            for (int from = 0; from <= zero; from++) {
                assertEquals(zero, Words.indexOfZero(bytes, from, 40));
                assertEquals(Math.min(zero, 37), Words.indexOfZero(bytes, Math.min(from, 37), 37));
            }
        }
    }

    @Test
    void bytesThatAreNoUtf8StayVisibleAndDifferent() {
        byte[] bytes = {
            'a', (byte) 0xC3, (byte) 0xBC, (byte) 0xFF, 'b', (byte) 0xED, (byte) 0xB3, (byte) 0xBF, (byte) 0xC3
        };
        assertEquals("aü\\xffb\\xed\\xb3\\xbf\\xc3", StringPool.decode(bytes, 0, bytes.length));
    }

    @Test
    void aPoolGivesEqualBytesTheSameString() {
        StringPool pool = new StringPool();
        String[] first = new String[5000];
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < first.length; i++) {
                byte[] name = ("/srv/module" + i).getBytes(StandardCharsets.UTF_8);
                String text = pool.intern(name, 0, name.length);
                assertEquals("/srv/module" + i, text);
                if (round == 0) {
                    first[i] = text;
                }
                assertSame(first[i], text);
            }
        }
    }

    /** The array grows as bytes come, from 4 KiB on, and has the length that was stated in the end. */
    @ParameterizedTest
    @ValueSource(ints = {64, 1000, 4096, 100_000})
    void aLongLineTableIsWholeWhereverWindowsEnd(int windowBytes) throws IOException {
        byte[] bytes = new byte[50_001];
        new SplittableRandom(windowBytes).nextBytes(bytes);
        PushbackInput input = new PushbackInput(new StreamInput(new ByteArrayInputStream(bytes)));
        ByteCursor cursor = new ByteCursor(new RawSource(input, false, windowBytes), Limits.DEFAULT);
        assertArrayEquals(Arrays.copyOf(bytes, 50_000), cursor.lineTable(50_000));
        assertEquals(bytes[50_000] & 0xFF, cursor.u8());
    }
}
