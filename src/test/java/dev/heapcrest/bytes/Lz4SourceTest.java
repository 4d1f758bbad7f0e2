package dev.heapcrest.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Sentence;
import dev.heapcrest.testing.CaptureFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.XXHash32;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LZ4 frames: equal to another decoder, and every rule of theirs. */
class Lz4SourceTest {
    private static final int STORED = 0x80000000;
    private static final int WINDOW_BYTES = 1 << 17;

    private static byte[] reference(byte[] file) throws IOException {
        try (FramedLZ4CompressorInputStream in =
                new FramedLZ4CompressorInputStream(new ByteArrayInputStream(file), true)) {
            return in.readAllBytes();
        }
    }

    /** Text-like: words of a small vocabulary, runs, and now and then noise. */
    private static byte[] compressible(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] words = new byte[200][];
        for (int i = 0; i < words.length; i++) {
            words[i] = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 12)];
            random.nextBytes(words[i]);
        }
        byte[] bytes = new byte[count];
        int at = 0;
        while (at < count) {
            byte[] word = words[random.nextInt(random.nextInt(1, words.length))];
            int length = Math.min(word.length, count - at);
            if (random.nextInt(20) == 0) {
                length = Math.min(random.nextInt(random.nextInt(30) == 0 ? 3000 : 40), count - at);
                Arrays.fill(bytes, at, at + length, word[0]);
            } else {
                System.arraycopy(word, 0, bytes, at, length);
            }
            at += length;
        }
        return bytes;
    }

    static List<Path> wholeLz4Captures() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("testdata/captures"))) {
            return files.filter(file -> file.toString().endsWith(".bin"))
                    .filter(file -> !file.getFileName().toString().matches("(cut|flip|tail)-.*"))
                    .filter(Lz4SourceTest::lz4)
                    .sorted()
                    .toList();
        }
    }

    private static boolean lz4(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return bytes.length > 4 && (int) Words.INT.get(bytes, 0) == Lz4Frame.MAGIC;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void thereAreManyRealLz4Captures() throws IOException {
        assertTrue(wholeLz4Captures().size() > 100);
    }

    @ParameterizedTest
    @MethodSource("wholeLz4Captures")
    void everyRealCaptureInflatesAsCommonsCompressSays(Path capture) throws IOException {
        byte[] file = Files.readAllBytes(capture);
        Inflated found = Inflated.of(file, WINDOW_BYTES);
        assertNull(found.problem());
        assertArrayEquals(reference(file), found.stream());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 100, 65_535, 65_536, 65_537, 131_072, 300_000})
    void generatedContentInflatesToItself(int count) throws IOException {
        for (int seed = 0; seed < 5; seed++) {
            byte[] content = compressible(count, seed);
            byte[] file = CaptureFiles.lz4(content, false);
            for (int windowBytes : new int[] {1, 70_000, 1 << 19}) {
                Inflated found = Inflated.of(file, windowBytes);
                assertNull(found.problem());
                assertArrayEquals(content, found.stream());
            }
            assertArrayEquals(content, reference(file));
            assertArrayEquals(content, Inflated.of(CaptureFiles.lz4(content, true), WINDOW_BYTES).stream());
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 65536", "5, 262144", "6, 1048576", "7, 4194304"})
    void blocksOfAllSizesInflate(int code, int blockBytes) throws IOException {
        byte[] content = compressible(blockBytes, code);
        byte[] file = new Lz4Writer()
                .frame(0x40, code << 4)
                .block(content, true)
                .block(Arrays.copyOf(content, 10), true)
                .end()
                .bytes();
        Inflated found = Inflated.of(file, 1);
        assertNull(found.problem());
        assertArrayEquals(Arrays.copyOf(content, blockBytes), Arrays.copyOf(found.stream(), blockBytes));
        assertEquals(blockBytes + 10, found.stream().length);
    }

    @Test
    void framesFollowOneAnotherWithSkippableOnesBetween() throws IOException {
        byte[] first = compressible(70_000, 1);
        byte[] second = compressible(5000, 2);
        byte[] file = new Lz4Writer()
                .skippable(3, 100_000)
                .raw(CaptureFiles.lz4(first, false))
                .skippable(0, 0)
                .skippable(15, 7)
                .raw(CaptureFiles.lz4(second, false))
                .bytes();
        Inflated found = Inflated.of(file, WINDOW_BYTES);
        assertNull(found.problem());
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        assertArrayEquals(joined, found.stream());
    }

    @Test
    void checksumsAndSizesThatMatchAreAccepted() throws IOException {
        byte[] content = compressible(60_000, 3);
        Inflated found = Inflated.of(checked(content).bytes(), WINDOW_BYTES);
        assertNull(found.problem());
        assertArrayEquals(content, found.stream());
        assertArrayEquals(content, reference(checked(content).bytes()));
    }

    /** Block checksums, content size, content checksum; independent blocks. */
    private static Lz4Writer checked(byte[] content) {
        return new Lz4Writer()
                .sizedFrame(0x7C, 0x40, content.length)
                .checkedBlock(content)
                .end()
                .checksum(content);
    }

    private static void requireProblem(Ending ending, String text, byte[] file) throws IOException {
        Inflated found = Inflated.of(file, WINDOW_BYTES);
        assertNotNull(found.problem(), text);
        assertEquals(text, Sentence.of(found.problem()));
        assertEquals(ending, found.problem().ending());
    }

    private static byte[] flipped(byte[] file, int offset) {
        byte[] changed = file.clone();
        changed[offset < 0 ? file.length + offset : offset] ^= 1;
        return changed;
    }

    @Test
    void checksumsThatDoNotMatchAreToldWithTheirPlace() throws IOException {
        byte[] file = checked(compressible(1000, 4)).bytes();
        int blockAt = 15;
        requireProblem(
                Ending.DAMAGED,
                "the checksum of an LZ4 block at file offset 15 does not match",
                flipped(file, blockAt + 4 + 500));
        requireProblem(
                Ending.DAMAGED,
                "the checksum of the LZ4 frame's content, at file offset " + (file.length - 4) + ", does not match",
                flipped(file, -1));
        requireProblem(
                Ending.DAMAGED,
                "the checksum of an LZ4 frame's header does not match (file offset 0)",
                flipped(file, 14));
        requireProblem(
                Ending.TRUNCATED,
                "the LZ4 file ends inside the checksum of its content at file offset " + (file.length - 8),
                Arrays.copyOf(file, file.length - 1));
    }

    @Test
    void aContentSizeThatDoesNotMatchIsTold() throws IOException {
        byte[] file = new Lz4Writer()
                .sizedFrame(0x48, 0x40, 11)
                .block(new byte[10], true)
                .end()
                .bytes();
        requireProblem(
                Ending.DAMAGED,
                "the LZ4 frame that ends at file offset 29 holds 10 bytes instead of the 11 it states",
                file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0   | 40 | an LZ4 frame has version 0 instead of 1 (file offset 0)
            80  | 40 | an LZ4 frame has version 2 instead of 1 (file offset 0)
            c0  | 40 | an LZ4 frame has version 3 instead of 1 (file offset 0)
            42  | 40 | an LZ4 frame's header uses reserved values (file offset 0)
            40  | 30 | an LZ4 frame's header uses reserved values (file offset 0)
            40  | c0 | an LZ4 frame's header uses reserved values (file offset 0)
            40  | 41 | an LZ4 frame's header uses reserved values (file offset 0)
            """)
    void descriptorsThatBreakARuleAreRefused(String flags, String blocks, String text) throws IOException {
        byte[] file = new Lz4Writer()
                .frame(Integer.parseInt(flags, 16), Integer.parseInt(blocks, 16))
                .end()
                .bytes();
        requireProblem(Ending.DAMAGED, text, file);
    }

    @Test
    void aFrameWithADictionaryIsRefused() throws IOException {
        byte[] file = new Lz4Writer().dictionaryFrame(77).end().bytes();
        requireProblem(Ending.DAMAGED, "an LZ4 frame needs a dictionary, which is not supported (file offset 0)", file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            10             | an LZ4 block ends inside literals at file offset 12
            f0             | an LZ4 block ends inside a length at file offset 12
            f0ff           | an LZ4 block ends inside a length at file offset 13
            104101         | an LZ4 block ends inside a match offset at file offset 13
            10410000       | an LZ4 match has offset 0 at file offset 15
            10410200       | an LZ4 match reaches back before the first byte at file offset 13
            10410100       | an LZ4 block ends before its last literals at file offset 15
            1f410100       | an LZ4 block ends inside a length at file offset 15
            """)
    void blocksThatBreakARuleAreRefusedWithTheirPlace(String hex, String text) throws IOException {
        byte[] block = HexFormat.of().parseHex(hex);
        byte[] file =
                new Lz4Writer().frame(0x40, 0x40).block(block, false).end().bytes();
        requireProblem(Ending.DAMAGED, text, file);
    }

    @Test
    void aBlockThatInflatesBeyondItsMaximumIsRefused() throws IOException {
        byte[] match = new byte[300];
        Arrays.fill(match, (byte) 255);
        match[0] = 0x1F;
        match[1] = 'A';
        match[2] = 1;
        match[3] = 0;
        byte[] file =
                new Lz4Writer().frame(0x40, 0x40).block(match, false).end().bytes();
        // 19 bytes and 255 for each further one: 65,536 are passed by the byte at 4 + 256
        requireProblem(
                Ending.DAMAGED, "an LZ4 block holds more than its maximum size at file offset " + (11 + 4 + 257), file);
        byte[] literals = new byte[400];
        Arrays.fill(literals, (byte) 255);
        requireProblem(
                Ending.DAMAGED,
                "an LZ4 block holds more than its maximum size at file offset " + (11 + 1 + 257),
                new Lz4Writer().frame(0x40, 0x40).block(literals, false).end().bytes());
    }

    @Test
    void aBlockLargerThanItsFrameAllowsIsRefusedUnread() throws IOException {
        byte[] file = new Lz4Writer().frame(0x40, 0x40).word(65_537 | STORED).bytes();
        requireProblem(Ending.DAMAGED, "an LZ4 block at file offset 7 is larger than its frame allows", file);
    }

    @Test
    void matchesReachIntoEarlierBlocksOnlyWhereBlocksAreLinked() throws IOException {
        // one literal, then four bytes from two back: the byte before is the earlier block's
        byte[] block = {0x10, 'b', 2, 0, 0x10, 'c'};
        byte[] earlier = {'x', 'a'};
        Inflated linked = Inflated.of(
                new Lz4Writer()
                        .frame(0x40, 0x40)
                        .block(earlier, true)
                        .block(block, false)
                        .end()
                        .bytes(),
                1);
        assertNull(linked.problem());
        assertEquals("xababab" + "c", new String(linked.stream(), StandardCharsets.US_ASCII));
        requireProblem(
                Ending.DAMAGED,
                "an LZ4 match reaches back before the first byte at file offset " + (7 + 6 + 4 + 2),
                new Lz4Writer()
                        .frame(0x60, 0x40)
                        .block(earlier, true)
                        .block(block, false)
                        .end()
                        .bytes());
    }

    @Test
    void anythingButAFrameBehindAFrameIsTold() throws IOException {
        byte[] whole = CaptureFiles.lz4(new byte[100], false);
        byte[] file = Arrays.copyOf(whole, whole.length + 5);
        requireProblem(
                Ending.DAMAGED,
                "what follows an LZ4 frame at file offset " + whole.length + " is not another one",
                file);
        requireProblem(
                Ending.TRUNCATED,
                "the LZ4 file ends inside the start of a frame at file offset " + whole.length,
                Arrays.copyOf(file, whole.length + 3));
    }

    @Test
    void aCutAtAnyByteGivesAllThatIsBeforeItAndSaysWhereItIs() throws IOException {
        byte[] content = compressible(200_000, 6);
        byte[] file = CaptureFiles.lz4(content, false);
        int before = 0;
        for (int length = 4; length < file.length; length += length < 20 || length > file.length - 20 ? 1 : 211) {
            Inflated found = Inflated.of(Arrays.copyOf(file, length), WINDOW_BYTES);
            int got = found.stream().length;
            assertArrayEquals(Arrays.copyOf(content, got), found.stream());
            assertTrue(got >= before, got + " bytes of " + length + ", but " + before + " of a shorter cut");
            assertTrue(got <= (blocks(file, length) + 1) << 16
                    && got >= Math.min(content.length, blocks(file, length) << 16));
            before = got;
            assertNotNull(found.problem());
            assertEquals(Ending.TRUNCATED, found.problem().ending());
            assertEquals(lastStart(file, length), found.problem().offset(), "of " + length + " bytes");
        }
    }

    @Test
    void aBlockThatIsCutGivesItsLiteralsAndMatches() throws IOException {
        byte[] content = compressible(60_000, 6);
        byte[] file = CaptureFiles.lz4(content, false);
        int all = Inflated.of(Arrays.copyOf(file, file.length - 9), WINDOW_BYTES).stream().length;
        assertTrue(all > 59_000, all + " bytes of the only block");
        int half = Inflated.of(Arrays.copyOf(file, file.length / 2), WINDOW_BYTES).stream().length;
        assertTrue(half > 15_000 && half < 45_000, half + " bytes of the only block");
    }

    private static int blocks(byte[] file, int length) {
        int blocks = 0;
        int next = 7;
        while (true) {
            int size = next + 4 <= length ? (int) Words.INT.get(file, next) & ~STORED : 0;
            next += 4 + size;
            if (size == 0 || next > length) {
                return blocks;
            }
            blocks++;
        }
    }

    /** Where in a frame of plain blocks the descriptor, block or end begins in which a cut lies. */
    private static long lastStart(byte[] file, int length) {
        int start = 0;
        int next = 7;
        while (next <= length) {
            start = next;
            int size = (int) Words.INT.get(file, start);
            if (size == 0) {
                return start;
            }
            next = start + 4 + (size & ~STORED);
        }
        return start;
    }

    @Test
    void aSkippableFrameThatIsCutIsTold() throws IOException {
        byte[] file = new Lz4Writer().skippable(1, 50).bytes();
        requireProblem(
                Ending.TRUNCATED,
                "the LZ4 file ends inside a skippable frame that began at file offset 0",
                Arrays.copyOf(file, 40));
    }

    @Test
    void theHashIsXxHash32HoweverItIsFed() {
        byte[] bytes = compressible(1000, 7);
        SplittableRandom random = new SplittableRandom(7);
        for (int length = 0; length <= bytes.length; length += 1 + length / 20) {
            XXHash32 expected = new XXHash32();
            expected.update(bytes, 0, length);
            XxHash32 hash = new XxHash32();
            for (int at = 0; at < length; ) {
                int piece = Math.min(length - at, random.nextInt(40));
                hash.update(bytes, at, at + piece);
                at += piece;
            }
            assertEquals((int) expected.getValue(), hash.value());
            assertEquals((int) expected.getValue(), XxHash32.of(bytes, 0, length));
        }
    }
}
