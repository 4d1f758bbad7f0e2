package dev.heapcrest.spark;

import dev.heapcrest.cli.CommandFailure;
import dev.heapcrest.cli.ExitCode;
import dev.heapcrest.cli.PartialFile;
import dev.heapcrest.merge.CaptureGroups;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Comparison;
import dev.heapcrest.merge.MatchRule;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.merge.PartialFormatException;
import dev.heapcrest.profile.View;
import dev.heapcrest.report.ChangedFunctions;
import dev.heapcrest.report.ManyCaptures;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.html.ManyPages;
import dev.heapcrest.report.text.MergeText;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * The job, from the listing to the folder of results. It runs in the driver, which holds a row for each file, and the sum of
 * all once. Not thread-safe.
 */
final class FleetJob {
    /**
     * Of Hadoop's configuration ({@code --conf spark.hadoop.heapcrest.shuffle=SEED}): deals the captures out in another way,
     * for tests of what no order may change.
     */
    static final String SHUFFLE = "heapcrest.shuffle";

    private static final Logger LOG = LoggerFactory.getLogger(FleetJob.class);

    /** Tasks of {@code local[N,F]} are tried F times, those of {@code local[N]} once. */
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[[^,\\]]+(?:,\\s*(\\d+))?\\])?");

    private static final String GROUPS = "groups";

    private final JavaSparkContext spark;
    private final String[] arguments;
    private final FleetOptions options;
    private final Configuration hadoop;
    private final Broadcast<SerializableConfiguration> configuration;
    private final int cores;
    private final Consumer<String> out;

    /** @param out gets lines for people */
    FleetJob(JavaSparkContext spark, String[] arguments, Consumer<String> out) throws CommandFailure {
        this.spark = spark;
        this.arguments = arguments.clone();
        this.out = out;
        options = FleetOptions.of(arguments);
        hadoop = spark.hadoopConfiguration();
        configuration = spark.broadcast(new SerializableConfiguration(hadoop));
        cores = cores(spark.getConf(), spark.defaultParallelism());
    }

    /** Those that the job will have: at its begin a cluster may have started none of them. */
    static int cores(SparkConf conf, int now) {
        int asked = conf.getInt("spark.executor.instances", conf.getInt("spark.dynamicAllocation.maxExecutors", 0))
                * conf.getInt("spark.executor.cores", 1);
        return Math.max(1, Math.max(now, Math.max(asked, conf.getInt("spark.cores.max", 0))));
    }

    /**
     * Runs it.
     *
     * @return the exit code
     * @throws CommandFailure if nothing was written
     * @throws IOException if the file system failed
     */
    int run() throws CommandFailure, IOException {
        ReadingRules.of(options);
        Partial baseline = options.baseline == null ? null : baseline(options.baseline);
        String run = spark.sc().applicationId();
        spark.setJobGroup("heapcrest-" + run, "Heapcrest: list " + options.input, true);
        try (OutputFolder output = OutputFolder.of(options.output, options.force, run, hadoop)) {
            InputListing input = InputListing.of(options.input, hadoop);
            if (input.otherNames() > 0) {
                LOG.info("{} other files of {} are no captures by their names", input.otherNames(), options.input);
            }
            describe("read " + captures(input.files().size()) + " of " + options.input);
            List<Slice> slices = slices(input.files());
            JavaRDD<SliceSums> read =
                    spark.parallelize(slices, slices.size()).map(reading()).persist(StorageLevel.DISK_ONLY());
            FleetRows rows =
                    FleetRows.of(input.files(), read.map(SliceSums::rows).collect());
            JavaRDD<SliceSums> counted = read;
            if (!options.allowDuplicates) {
                rows = rows.withoutDuplicates();
                counted = rows.duplicates() == 0 ? read : without(rows.duplicatePaths(), slices, read);
            }
            tell(rows);
            if (rows.counted().isEmpty()) {
                throw CommandFailure.failed("None of the captures could be read; nothing was written.");
            }
            List<CaptureGroups.Group> groups = groups(rows);
            Partial sum = sum(counted, groups, slices.size(), output);
            requireAll(rows, sum);
            ManyCaptures captures = new ManyCaptures(sum, sum.peakOfSum(options.acrossHosts), groups);
            write(rows, captures, baseline, output);
            output.commit();
            MergeText.lines(captures, groups).stream().skip(1).forEach(out);
            out.accept(lastLine(rows, captures, output));
            return exitCode(rows, sum);
        }
    }

    private static String captures(long count) {
        return Quantities.counted(count, "capture");
    }

    /** What the job is called in Spark's pages from here on, and stages that begin now. */
    private void describe(String text) {
        String description = "Heapcrest: " + text;
        spark.setJobDescription(description);
        spark.setCallSite(description);
        LOG.info("{}", description);
    }

    private List<Slice> slices(List<Listed> files) {
        List<Slice> planned = Slice.plan(files, cores);
        String seed = hadoop.get(SHUFFLE, "");
        return seed.isEmpty() ? planned : Slice.shuffled(files, planned.size(), Long.parseLong(seed));
    }

    private SliceReading reading() {
        return new SliceReading(
                arguments,
                configuration,
                mostAttempts(),
                spark.sc().longAccumulator("captures read"),
                spark.sc().longAccumulator("bytes read"),
                spark.sc().longAccumulator("captures failed"));
    }

    private int mostAttempts() {
        Matcher local = LOCAL.matcher(spark.master());
        if (local.matches()) {
            return local.group(1) == null ? 1 : Integer.parseInt(local.group(1));
        }
        return spark.getConf().getInt("spark.task.maxFailures", 4);
    }

    /** Reads slices again that have captures which are there twice; all others are as they were. */
    private JavaRDD<SliceSums> without(Set<String> paths, List<Slice> slices, JavaRDD<SliceSums> read) {
        Map<Integer, Slice> again = new HashMap<>();
        for (Slice slice : slices) {
            Slice left = slice.without(paths);
            if (left.files().size() < slice.files().size()) {
                again.put(slice.number(), left);
            }
        }
        describe("read " + Quantities.counted(again.size(), "slice") + " again, without "
                + Quantities.counted(paths.size(), "duplicate"));
        Broadcast<Map<Integer, Slice>> changed = spark.broadcast(again);
        SliceReading reading = reading();
        return read.map(sums -> {
            Slice slice = changed.value().get(sums.slice());
            return slice == null ? sums : reading.call(slice);
        });
    }

    private static void tell(FleetRows rows) {
        for (FileRow row : rows.all()) {
            if (row.state() == CaptureRow.State.FAILED) {
                LOG.warn("Cannot read {}: {}. It is left out.", row.file().path(), row.problem());
            } else if (!row.sameAs().isEmpty()) {
                LOG.warn(
                        "{} is the same capture as {}, and counts once",
                        row.file().path(),
                        row.sameAs());
            } else if (!row.broken().isEmpty()) {
                LOG.warn("{} broke a limit: {}", row.file().path(), row.broken());
            }
        }
    }

    private List<CaptureGroups.Group> groups(FleetRows rows) {
        return options.groupBy.isEmpty()
                ? List.of()
                : CaptureGroups.of(rows.counted().stream().map(FileRow::row).toList(), options.groupBy);
    }

    /** Adds all up, and writes a page of each group on the way. */
    private Partial sum(JavaRDD<SliceSums> read, List<CaptureGroups.Group> groups, int slices, OutputFolder output)
            throws CommandFailure, IOException {
        int keys = groups.size() + 1;
        int buckets = Math.max(1, (int) Math.ceil(Math.sqrt(slices)));
        describe("add " + Quantities.counted(slices, "slice") + " up");
        // of each group first what is in one bucket of slices, then the group
        JavaPairRDD<String, Sum> parts = read.flatMapToPair(sums -> sums.sums().stream()
                .map(part -> new Tuple2<>(bucket(sums.slice() % buckets, part.group()), part.sum()))
                .iterator());
        int tasks = (int) Math.min((long) keys * buckets, Math.max(buckets, cores));
        JavaPairRDD<String, Sum> byGroup = GroupAdding.byKey(
                GroupAdding.byKey(parts, tasks, arguments).mapToPair(part -> new Tuple2<>(group(part._1()), part._2())),
                Math.min(keys, Math.max(buckets, cores)),
                arguments);
        JavaPairRDD<String, Sum> total = byGroup;
        if (!groups.isEmpty()) {
            byGroup = byGroup.persist(StorageLevel.DISK_ONLY());
            describe("write pages of " + Quantities.counted(groups.size(), "group"));
            Map<SortedMap<String, String>, String> names = CaptureGroups.fileNames(groups);
            byGroup.foreach(new GroupPage(
                    new Path(output.beside(), GROUPS).toString(),
                    spark.broadcast(namesByKey(names)),
                    options.acrossHosts,
                    configuration));
            describe("add " + Quantities.counted(groups.size(), "group") + " up");
            int wide = Math.max(1, (int) Math.ceil(Math.sqrt(keys)));
            total = GroupAdding.byKey(
                    GroupAdding.byKey(
                                    byGroup.mapToPair(group -> new Tuple2<>(
                                            bucket(Math.floorMod(group._1().hashCode(), wide), ""), group._2())),
                                    wide,
                                    arguments)
                            .mapToPair(part -> new Tuple2<>(GroupKeys.NONE, part._2())),
                    1,
                    arguments);
        }
        List<Tuple2<String, Sum>> sums = total.collect();
        Sum sum = sums.get(0)._2();
        if (sums.size() != 1) {
            throw new IllegalStateException(sums.size() + " sums of all");
        }
        if (!sum.problem().isEmpty()) {
            throw CommandFailure.failed(sum.problem() + ".");
        }
        return sum.partial();
    }

    private static String bucket(int bucket, String group) {
        return bucket + "/" + group;
    }

    private static String group(String bucket) {
        return bucket.substring(bucket.indexOf('/') + 1);
    }

    private Map<String, String> namesByKey(Map<SortedMap<String, String>, String> names) {
        Map<String, String> byKey = new HashMap<>();
        names.forEach((labels, name) -> byKey.put(GroupKeys.of(labels, options.groupBy), name));
        return byKey;
    }

    /** Rows and sum come by different ways; they must tell of the same captures. */
    private static void requireAll(FleetRows rows, Partial sum) {
        long listed = rows.all().size() - rows.duplicates();
        if (sum.captures() != listed || sum.captures(CaptureRow.State.FAILED) != rows.failed()) {
            throw new IllegalStateException(
                    "%s captures were to be added, %s of which failed, and the sum has %s, %s of which failed: nothing was written"
                            .formatted(listed, rows.failed(), sum.captures(), sum.captures(CaptureRow.State.FAILED)));
        }
    }

    private Partial baseline(String name) throws CommandFailure, IOException {
        Path file = new Path(name);
        try (InputStream stream = file.getFileSystem(hadoop).open(file)) {
            Partial partial = Partial.readFrom(stream);
            if (!partial.options().equals(options.many.partial())) {
                throw CommandFailure.failed("%s was made with %s, but here are %s. Make it again, or use its options."
                        .formatted(
                                name,
                                partial.options().text(),
                                options.many.partial().text()));
            }
            return partial;
        } catch (PartialFormatException e) {
            throw CommandFailure.failed("Cannot read %s: %s.".formatted(name, e.getMessage()));
        }
    }

    private void write(FleetRows rows, ManyCaptures captures, @Nullable Partial baseline, OutputFolder output)
            throws IOException {
        describe("write " + output);
        output.write("merged.hcp", stream -> PartialFile.write(captures.partial(), stream));
        output.write("merged.html", stream -> ManyPages.writeSum(captures, stream));
        output.writeText("captures.csv", text -> FleetTables.captures(rows, text));
        if (options.parquet) {
            CaptureParquet.write(rows, new Path(output.beside(), "captures.parquet").toString());
        }
        if (!options.groupBy.isEmpty()) {
            output.writeText(
                    "groups.csv",
                    text -> FleetTables.groups(
                            captures.groups(),
                            CaptureGroups.fileNames(captures.groups()),
                            options.groupBy,
                            baseline == null ? List.of() : baseline.rows(),
                            text));
        }
        if (baseline != null) {
            Comparison comparison =
                    Comparison.of(baseline, captures.partial(), MatchRule.SHIFT, Comparison.Scale.MEANS);
            output.write("growth.html", stream -> ManyPages.writeComparison(comparison, View.Kind.PEAK, stream));
            output.writeText(
                    "growth.csv", text -> FleetTables.growth(ChangedFunctions.of(comparison, View.Kind.PEAK), text));
        }
    }

    private static String lastLine(FleetRows rows, ManyCaptures captures, OutputFolder output) {
        List<String> parts = new ArrayList<>(List.of("Wrote " + output + ": " + captures.coverage()));
        if (rows.duplicates() > 0) {
            parts.add(Quantities.counted(rows.duplicates(), "duplicate") + " left out");
        }
        if (rows.broken() > 0) {
            parts.add(captures(rows.broken()) + " broke a limit");
        }
        parts.add(Quantities.counted(rows.all().size(), "file") + " listed");
        return String.join("; ", parts);
    }

    private int exitCode(FleetRows rows, Partial sum) {
        if (rows.broken() > 0) {
            return ExitCode.BROKEN_LIMIT;
        }
        if (rows.failed() > 0) {
            return ExitCode.INCOMPLETE;
        }
        boolean complete = sum.captures() == sum.captures(CaptureRow.State.COMPLETE);
        return complete || options.allowTruncated ? ExitCode.COMPLETE : ExitCode.INCOMPLETE;
    }
}
