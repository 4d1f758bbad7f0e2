package dev.heapcrest.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.RandomProgram;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records as text, each with its offset. */
class RecordDumpTest {
    @Test
    void everyLineEndsWithTheOffsetOfItsRecord() throws IOException {
        CaptureHeader header = RandomProgram.header(11, 1);
        CaptureWriter writer = new CaptureWriter(header);
        int start = writer.headerSizeBytes();
        writer.contextSwitch(3);
        writer.frameDefinition(1, "main", "main.py", 7, true);
        int push = writer.stream().length;
        writer.framePush(1);
        writer.allocation(Allocator.MALLOC.number(), 0x7F00, 1024, 0);
        int pop = writer.stream().length;
        writer.framePop(1);
        writer.trailer();
        StringBuilder text = new StringBuilder();
        RecordDump dump = new RecordDump(text);
        try (Capture capture = Capture.open(new ByteArrayInputStream(CaptureFiles.lz4(writer.stream(), false)))) {
            assertTrue(capture.read(dump, ReadProgress.NONE, dump.starts()).complete());
        }
        assertEquals(
                List.of(
                        "CONTEXT_SWITCH tid=3 offset=" + start,
                        "FRAME frame_id=1 function_name=main filename=main.py lineno=7 is_entry_frame=1 offset="
                                + (start + 9),
                        "FRAME_PUSH frame_id=1 offset=" + push,
                        "ALLOCATION address=0x7f00 size=1024 allocator=malloc native_frame_id=0 offset=" + (push + 2),
                        "FRAME_POP count=1 offset=" + pop,
                        "TRAILER offset=" + (pop + 1)),
                text.toString().lines().toList());
    }

    @Test
    void anAggregatedCaptureHasOneLineARecord() throws IOException {
        StringBuilder text = new StringBuilder();
        AggregatedDump dump = new AggregatedDump(text);
        try (Capture capture = Capture.open(Path.of("testdata/captures/simple-h13-py313-agg-lz4.bin"))) {
            Coverage coverage = capture.readAggregated(dump, ReadProgress.NONE, dump.starts());
            List<String> lines = text.toString().lines().toList();
            assertEquals(coverage.records(), lines.size());
            assertEquals("AGGREGATED_TRAILER offset=" + (coverage.streamBytes() - 1), lines.get(lines.size() - 1));
        }
    }
}
