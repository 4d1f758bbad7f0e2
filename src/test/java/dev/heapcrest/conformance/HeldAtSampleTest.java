package dev.heapcrest.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.aggregate.HeapProfiler;
import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.RecordSink;
import dev.heapcrest.cli.CommandRun;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.ProfileOptions;
import dev.heapcrest.testing.CaptureFiles;
import dev.heapcrest.testing.CaptureWriter;
import dev.heapcrest.testing.NaiveModel;
import dev.heapcrest.testing.PlainContainer;
import dev.heapcrest.testing.PlainReader;
import dev.heapcrest.testing.RandomProgram;
import dev.heapcrest.testing.Sinks;
import dev.heapcrest.testing.TextStacks;
import dev.heapcrest.testing.TextView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a capture held at a memory sample, against the naive model. */
@ExtendWith(Seeds.class)
class HeldAtSampleTest {
    private static Profile heldAt(byte[] capture, long millis, long stride) throws IOException {
        try (Capture opened = Capture.open(new ByteArrayInputStream(capture))) {
            return HeapProfiler.heldAt(opened, ProfileOptions.DEFAULT, millis, stride);
        }
    }

    private static void requireHeldAt(
            byte[] capture, NaiveModel model, TextStacks stacks, int sample, long stride, String hint)
            throws IOException {
        List<NaiveModel.Point> samples = model.timeline(Integer.MAX_VALUE);
        long millis = samples.get(sample).epochMillis();
        int counts = sample;
        for (int i = 0; i < samples.size() && samples.get(i).epochMillis() <= millis; i++) {
            counts = i;
        }
        counts -= (int) (counts % stride);
        Profile profile = heldAt(capture, millis, stride);
        assertEquals(samples.get(counts).heapBytes(), profile.peakBytes(), hint);
        TextView ours = new ProfileViews(profile, stacks).together();
        assertEquals(List.of(), ours.differences(model.heldAtSample(counts), stacks), hint);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 8, 11, 13})
    void every_sample_of_invented_programs(int version) throws IOException {
        for (int n = 0; n < 4; n++) {
            CaptureHeader header = RandomProgram.header(version, Seeds.of(n));
            CaptureWriter writer = new CaptureWriter(header);
            TextStacks stacks = new TextStacks();
            NaiveModel model = new NaiveModel(header, stacks, Set.of());
            // only such captures have a moment together with others
            RecordSink both = Sinks.risingClock(Sinks.tee(RecordSink.class, writer, model));
            RandomProgram.run(header, Seeds.of(n), 2000, both);
            byte[] capture = CaptureFiles.raw(writer.stream());
            int samples = model.timeline(Integer.MAX_VALUE).size();
            assertTrue(samples > 20, samples + " samples");
            for (int sample = 0; sample < samples; sample += 1 + n) {
                requireHeldAt(capture, model, stacks, sample, 1L << n, Seeds.hint(version, n) + ", " + sample);
            }
        }
    }

    @Test
    void samples_of_recorded_programs() throws IOException, PlainReader.Refused {
        for (String name : List.of("threads8-h13-py313-lz4", "forks-h13-py313-lz4", "leaks-h10-py311-m1.8.0-lz4")) {
            byte[] capture = Files.readAllBytes(CommandRun.CAPTURES.resolve(name + ".bin"));
            PlainReader reader = new PlainReader(PlainContainer.of(capture));
            TextStacks stacks = new TextStacks();
            NaiveModel model = new NaiveModel(reader.header(), stacks, Set.of());
            reader.read(model);
            int samples = model.timeline(Integer.MAX_VALUE).size();
            for (int sample : new int[] {0, samples / 3, samples / 2, samples - 1}) {
                requireHeldAt(capture, model, stacks, sample, 1, name + ", sample " + sample);
            }
        }
    }
}
