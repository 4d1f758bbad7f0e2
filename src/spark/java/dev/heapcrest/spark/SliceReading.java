package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.merge.CaptureRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** The task that reads a slice: captures one after the other, each added to the sum of its group at once. */
final class SliceReading implements Function<Slice, SliceSums> {
    private static final long serialVersionUID = 1L;

    private final String[] arguments;
    private final Broadcast<SerializableConfiguration> configuration;
    private final int mostAttempts;
    /** For eyes alone: what is done twice is counted twice. */
    private final LongAccumulator read;

    private final LongAccumulator bytes;
    private final LongAccumulator failed;

    private transient @Nullable FleetOptions options;

    /** @param mostAttempts of a task, before Spark gives the job up */
    SliceReading(
            String[] arguments,
            Broadcast<SerializableConfiguration> configuration,
            int mostAttempts,
            LongAccumulator read,
            LongAccumulator bytes,
            LongAccumulator failed) {
        this.arguments = arguments.clone();
        this.configuration = configuration;
        this.mostAttempts = mostAttempts;
        this.read = read;
        this.bytes = bytes;
        this.failed = failed;
    }

    @Override
    public SliceSums call(Slice slice) throws IOException, CommandFailure {
        if (options == null) {
            options = FleetOptions.of(arguments);
        }
        ReadingRules rules = ReadingRules.of(options);
        long mostNodes = options.mostNodes;
        TaskContext task = TaskContext.get();
        boolean lastAttempt = task == null || task.attemptNumber() >= mostAttempts - 1;
        CaptureReading reading = new CaptureReading(rules, configuration.value().value(), lastAttempt);
        Map<String, Sum.Adding> sums = new LinkedHashMap<>();
        ArrayList<FileRow> rows = new ArrayList<>(slice.files().size());
        for (Listed file : slice.files()) {
            CaptureReading.Addend addend = reading.read(file);
            FileRow row = addend.row();
            rows.add(row);
            sums.computeIfAbsent(
                            row.counts() ? GroupKeys.of(row.labels(), rules.groupBy()) : GroupKeys.NONE,
                            any -> new Sum.Adding(rules.options(), mostNodes))
                    .add(addend.partial());
            (row.state() == CaptureRow.State.FAILED ? failed : read).add(1);
            bytes.add(Math.max(0, file.lengthBytes()));
        }
        ArrayList<SliceSums.GroupSum> groups = new ArrayList<>(sums.size());
        sums.forEach((group, adding) -> groups.add(new SliceSums.GroupSum(group, adding.sum())));
        return new SliceSums(slice.number(), rows, groups);
    }
}
