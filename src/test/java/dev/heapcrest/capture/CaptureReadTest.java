package dev.heapcrest.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.bytes.ByteInput;
import dev.heapcrest.bytes.Lz4Writer;
import dev.heapcrest.bytes.StreamInput;
import dev.heapcrest.capture.Coverage.State;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import dev.heapcrest.testing.Sinks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How reading ends, and what is said about it. */
class CaptureReadTest {
    private static final int MALLOC = Allocator.MALLOC.number();

    private static CaptureHeader header(int version) {
        return RandomProgram.header(version, 1);
    }

    private static Coverage read(byte[] file, RecordSink sink) throws IOException {
        try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
            return capture.read(sink, ReadProgress.NONE);
        }
    }

    private static RecordSink ignoring() {
        return Sinks.log(RecordSink.class, new ArrayList<>());
    }

    private static byte[] append(byte[] stream, String hex) {
        byte[] more = HexFormat.of().parseHex(hex);
        byte[] joined = Arrays.copyOf(stream, stream.length + more.length);
        System.arraycopy(more, 0, joined, stream.length, more.length);
        return joined;
    }

    private static void requireDamage(int version, String hex, String rule, String record) throws IOException {
        CaptureWriter writer = new CaptureWriter(header(version));
        writer.contextSwitch(1);
        int offset = writer.stream().length;
        // 100 bytes more, so that the loop for frequent records sees it as well
        for (String behind : List.of("", "11".repeat(100))) {
            Coverage coverage = read(append(writer.stream(), hex + behind), ignoring());
            assertEquals(rule + " (" + record + " at offset " + offset + ")", DamageText.of(coverage));
            assertEquals(State.DAMAGED, coverage.state());
            assertEquals(offset, coverage.streamBytes());
            assertEquals(version == 6 ? 0 : 1, coverage.records());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "03", "04", "09", "0b", "0d", "0f"})
    void versions12And13HaveNoSuchRecords(String token) throws IOException {
        String rule = "no record begins with byte " + Integer.parseInt(token, 16);
        requireDamage(13, token + "01", rule, "a record");
        requireDamage(12, token + "01", rule, "a record");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d", "0e", "0f"})
    void versions7To11HaveNoSuchRecords(String token) throws IOException {
        String rule = "no record begins with byte " + Integer.parseInt(token, 16);
        requireDamage(7, token + "01", rule, "a record");
        requireDamage(11, token + "01", rule, "a record");
    }

    @Test
    void version7HasNoTrailerAndVersion8NoOtherFlagsInIt() throws IOException {
        requireDamage(7, "1001", "no record begins with byte 16", "a record");
        requireDamage(8, "2001", "no record begins with byte 32", "a record");
    }

    @ParameterizedTest
    @CsvSource({
        "13, f80000, there is no allocator 0, an ALLOCATION record",
        "13, f80010, there is no allocator 16, an ALLOCATION record",
        "12, f800ff, there is no allocator 255, an ALLOCATION record",
        "11, 0100, there is no allocator 0, an ALLOCATION record",
        "7, 0200, there is no allocator 0, an ALLOCATION record",
        "13, 0801, a segment without a segment header that announced it, a SEGMENT record",
        "11, 0801, a segment without a segment header that announced it, a SEGMENT record"
    })
    void recordsThatBreakARuleAreNamed(int version, String hex, String rule, String record) throws IOException {
        requireDamage(version, hex + "01010101010101010101", rule, record);
    }

    @Test
    void version6HasTenRecordTypesAndTenAllocators() throws IOException {
        requireDamage(6, "0b000000", "there is no record type 11", "a record");
        requireDamage(6, "ffffffff", "there is no record type 4294967295", "a record");
        requireDamage(
                6,
                "01000000" + "01".repeat(24) + "0b000000" + "01".repeat(12),
                "there is no allocator 11",
                "an ALLOCATION record");
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "0300", "030000"})
    void aVersion6CaptureCanEndInsideTheTypeOfARecord(String cut) throws IOException {
        byte[] stream = new CaptureWriter(header(6)).stream();
        Coverage coverage = read(append(stream, cut), ignoring());
        assertEquals(State.TRUNCATED, coverage.state());
        assertEquals("the capture ends inside a record at offset " + stream.length, DamageText.of(coverage));
    }

    @ParameterizedTest
    @CsvSource({
        "13, c8, ALLOCATION",
        "13, 40, FRAME PUSH",
        "13, 20, OBJECT",
        "13, 10, FRAME POP",
        "13, 0a, THREAD NAME",
        "11, 11, ALLOCATION",
        "11, 04, FRAME PUSH",
        "11, 09, FRAME POP",
        "11, 0a, THREAD NAME"
    })
    void recordsOfAThreadNeedOne(int version, String token, String name) throws IOException {
        byte[] stream = new CaptureWriter(header(version)).stream();
        Coverage coverage = read(append(stream, token + "01".repeat(100)), ignoring());
        String article = name.matches("[AO].*") ? "an " : "a ";
        assertEquals(
                "a record of a thread comes before the first CONTEXT SWITCH (" + article + name + " record at offset "
                        + stream.length + ")",
                DamageText.of(coverage));
    }

    @Test
    void announcedSegmentsMustFollow() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.segmentHeader("/lib/libc.so", 3, 0x1000);
        writer.segment(1, 2);
        int offset = writer.stream().length;
        writer.memory(0, 0);
        assertEquals(
                "2 more segments were announced, but another record follows (a record at offset " + offset + ")",
                DamageText.of(read(writer.stream(), ignoring())));
    }

    /** A sink that finds a record of that kind wrong. */
    private static RecordSink refusing(String method) {
        return (RecordSink) Proxy.newProxyInstance(
                RecordSink.class.getClassLoader(), new Class<?>[] {RecordSink.class}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        throw new CaptureDamage(Rule.POP_OF_TOO_MANY, 3, 2);
                    }
                    return null;
                });
    }

    private static void requireSinkDamage(int version, String method, String record, Consumer<CaptureWriter> wrong)
            throws IOException {
        for (int behind : new int[] {0, 200}) {
            CaptureWriter writer = new CaptureWriter(header(version));
            writer.memory(0, 0);
            writer.contextSwitch(3);
            int offset = writer.stream().length;
            wrong.accept(writer);
            for (int i = 0; i < behind; i++) {
                writer.deallocation(Allocator.FREE.number(), 64, 0);
            }
            writer.trailer();
            Coverage coverage = read(writer.stream(), refusing(method));
            assertEquals(
                    "pops 3 frames of a stack of 2 (" + record + " record at offset " + offset + ")",
                    DamageText.of(coverage));
            assertEquals(offset, coverage.streamBytes());
            assertEquals(2, coverage.records());
            assertEquals(0, coverage.allocationRecords());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 9, 11, 12, 13})
    void damageThatOnlyTheSinkSeesIsToldWithItsRecord(int version) throws IOException {
        requireSinkDamage(version, "framePop", "a FRAME POP", writer -> writer.framePop(3));
        requireSinkDamage(version, "allocation", "an ALLOCATION", writer -> writer.allocation(MALLOC, 64, 5, 0));
        requireSinkDamage(version, "threadName", "a THREAD NAME", writer -> writer.threadName("worker"));
        if (version < 12) {
            requireSinkDamage(version, "framePush", "a FRAME PUSH", writer -> writer.framePush(7));
        } else {
            requireSinkDamage(version, "codeFramePush", "a FRAME PUSH", writer -> writer.codeFramePush(7, 2, true));
            requireSinkDamage(version, "object", "an OBJECT", writer -> writer.object(true, 64, 0));
        }
    }

    @Test
    void nothingBehindTheTrailerMatters() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.contextSwitch(1);
        writer.trailer();
        byte[] stream = writer.stream();
        byte[] more = append(stream, "03".repeat(5000));
        byte[] packed = CaptureFiles.lz4(more, true);
        byte[] cut = Arrays.copyOf(packed, packed.length - 3);
        for (byte[] file : List.of(stream, more, packed, cut, append(packed, "ffffffff"))) {
            Coverage coverage = read(file, ignoring());
            assertEquals(List.of(), coverage.damages());
            assertEquals(stream.length, coverage.streamBytes());
        }
    }

    @Test
    void aContentChecksumThatDoesNotMatchMattersOnlyWhereNoTrailerStandsBeforeIt() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.contextSwitch(1);
        byte[] killed = writer.stream();
        writer.trailer();
        byte[] finished = writer.stream();
        assertEquals(List.of(), read(wrongChecksum(finished), ignoring()).damages());
        Coverage coverage = read(wrongChecksum(killed), ignoring());
        assertEquals(State.DAMAGED, coverage.state());
        assertTrue(DamageText.of(coverage).contains("does not match"), coverage::toString);
        assertEquals(1, coverage.records());
    }

    private static byte[] wrongChecksum(byte[] stream) {
        return new Lz4Writer()
                .frame(0x44, 0x40)
                .block(stream, true)
                .end()
                .word(12_345)
                .bytes();
    }

    @Test
    void aMissingTrailerIsTold() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.contextSwitch(1);
        writer.framePop(1);
        Coverage coverage = read(CaptureFiles.raw(writer.stream()), ignoring());
        assertEquals(State.TRUNCATED, coverage.state());
        assertTrue(
                DamageText.of(coverage).startsWith("there is no trailer after the last record, which ends at"),
                coverage::toString);
    }

    /** A program of 3 allocation records whose header counts {@code counted} of them. */
    private static CaptureWriter counting(int version, long counted) {
        CaptureWriter writer = new CaptureWriter(RandomProgram.counting(header(version), counted));
        writer.contextSwitch(1);
        writer.allocation(MALLOC, 64, 5, 0);
        writer.allocation(MALLOC, 128, 5, 0);
        writer.deallocation(Allocator.FREE.number(), 64, 0);
        return writer;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13})
    void aTrailerThatStandsBehindOtherThanTheCountedRecordsIsDamage(int version) throws IOException {
        for (long counted : new long[] {1, 2, 4, 6115, Long.MIN_VALUE}) {
            CaptureWriter writer = counting(version, counted);
            int offset = writer.stream().length;
            writer.trailer();
            for (byte[] file : List.of(writer.stream(), CaptureFiles.raw(writer.stream()))) {
                Coverage coverage = read(file, ignoring());
                assertEquals(State.DAMAGED, coverage.state());
                assertEquals(
                        "the trailer comes after 3 allocation records, but the header counts "
                                + (counted < 0 ? "9223372036854775808" : counted == 6115 ? "6,115" : "" + counted)
                                + " (a TRAILER record at offset " + offset + ")",
                        DamageText.of(coverage));
                assertEquals(3, coverage.allocationRecords());
                assertEquals(offset, coverage.streamBytes());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8, 9, 10, 11, 12, 13})
    void aCaptureIsCompleteIfTheHeaderCountsItsRecordsOrNone(int version) throws IOException {
        CaptureWriter writer = counting(version, 3);
        writer.trailer();
        assertEquals(List.of(), read(writer.stream(), ignoring()).damages());
        if (version >= 8) {
            // memray could not write the header a second time: a program that was killed just then, or a socket
            String trailer = version < 12 ? "10" : "01";
            byte[] file = append(counting(version, 0).stream(), trailer);
            assertEquals(List.of(), read(file, ignoring()).damages());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void aKilledProgramWithoutATrailerIsKnownByTheCountThatItNeverWrote(int version) throws IOException {
        byte[] file = counting(version, 3).stream();
        int countOffset = 12;
        assertEquals(3, file[countOffset]);
        file[countOffset] = 0;
        for (byte[] killed : List.of(file, append(file, "00".repeat(4096)))) {
            Coverage coverage = read(killed, ignoring());
            assertEquals(State.TRUNCATED, coverage.state());
            assertTrue(
                    DamageText.of(coverage)
                            .startsWith("the header counts no allocation records, but 3 come before the end of the file"
                                    + " (offset "),
                    coverage::toString);
            assertTrue(DamageText.of(coverage).endsWith("): the program was killed or is still running"));
        }
        byte[] nothing = new CaptureWriter(header(version)).stream();
        assertEquals(List.of(), read(nothing, ignoring()).damages());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void aFileWithoutATrailerIsMeasuredByTheCountInItsHeader(int version) throws IOException {
        CaptureWriter writer = counting(version, 1427);
        int offset = writer.stream().length;
        for (byte[] file : List.of(writer.stream(), append(writer.stream(), "00".repeat(4096)))) {
            Coverage coverage = read(file, ignoring());
            assertEquals(State.TRUNCATED, coverage.state());
            assertTrue(
                    DamageText.of(coverage)
                            .startsWith("the file ends after 3 allocation records, but the header counts 1,427 (offset "
                                    + (file.length == offset ? offset + ")" : "")),
                    coverage::toString);
        }
        Coverage more = read(counting(version, 2).stream(), ignoring());
        assertEquals(State.DAMAGED, more.state());
        assertEquals(
                "the file ends after 3 allocation records, but the header counts 2 (offset " + offset + ")",
                DamageText.of(more));
    }

    @Test
    void aCopyWithoutItsEndTellsHowManyRecordsItHas() throws IOException {
        CaptureWriter writer = counting(13, 217);
        Coverage coverage = read(writer.stream(), ignoring());
        assertEquals(State.TRUNCATED, coverage.state());
        assertEquals(
                "there is no trailer after the last record, which ends at offset " + writer.stream().length
                        + ": the copy is incomplete, it has 3 of 217 allocation records",
                DamageText.of(coverage));
    }

    @Test
    void aCallerCanStopTheReading() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.contextSwitch(1);
        for (int i = 0; i < 10_000; i++) {
            writer.allocation(MALLOC, 64L * i, 5, 0);
        }
        ByteInput input = new StreamInput(new ByteArrayInputStream(writer.stream()));
        try (Capture capture = Capture.open(input, 4096, Limits.DEFAULT)) {
            Coverage coverage = capture.read(ignoring(), (inputBytes, sizeBytes, records) -> records < 1000);
            assertEquals(State.TRUNCATED, coverage.state());
            assertEquals("reading was stopped at offset " + coverage.streamBytes(), DamageText.of(coverage));
            assertTrue(coverage.records() >= 1000 && coverage.records() < 3000, coverage::toString);
        }
    }

    @Test
    void aCaptureIsReadOnceAndAsWhatItIs() throws IOException {
        CaptureWriter writer = new CaptureWriter(header(13));
        writer.trailer();
        try (Capture capture = Capture.open(new ByteArrayInputStream(writer.stream()))) {
            AggregatedSink aggregated = Sinks.log(AggregatedSink.class, new ArrayList<>());
            assertThrows(IllegalStateException.class, () -> capture.readAggregated(aggregated, ReadProgress.NONE));
            capture.read(ignoring(), ReadProgress.NONE);
            assertThrows(IllegalStateException.class, () -> capture.read(ignoring(), ReadProgress.NONE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 9, 10, 11, 12, 13})
    void eachRecordIsToldWithTheOffsetAtWhichItWasWritten(int version) throws IOException {
        CaptureHeader header = header(version);
        CaptureWriter writer = new CaptureWriter(header);
        List<Long> written = new ArrayList<>();
        RandomProgram.run(header, version, 100, (RecordSink) Proxy.newProxyInstance(
                RecordSink.class.getClassLoader(), new Class<?>[] {RecordSink.class}, (self, called, arguments) -> {
                    written.add((long) writer.stream().length);
                    return called.invoke(writer, arguments);
                }));
        for (byte[] file : List.of(writer.stream(), CaptureFiles.lz4(writer.stream(), false))) {
            List<Long> told = new ArrayList<>();
            try (Capture capture = Capture.open(new ByteArrayInputStream(file))) {
                Coverage coverage = capture.read(ignoring(), ReadProgress.NONE, told::add);
                assertTrue(version == 7 || coverage.complete(), coverage::toString);
            }
            assertEquals(written, told);
        }
    }

    @Test
    void theOffsetsOfAnAggregatedCaptureRiseFromTheEndOfItsHeader() throws IOException {
        List<Long> told = new ArrayList<>();
        try (Capture capture = Capture.open(Path.of("testdata/captures/simple-h13-py313-agg-lz4.bin"))) {
            Coverage coverage = capture.readAggregated(
                    Sinks.log(AggregatedSink.class, new ArrayList<>()), ReadProgress.NONE, told::add);
            assertEquals(coverage.records(), told.size());
        }
        assertEquals(told.stream().sorted().distinct().toList(), told);
    }
}
