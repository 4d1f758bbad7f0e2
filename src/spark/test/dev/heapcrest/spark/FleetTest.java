package dev.heapcrest.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.cli.CommandLineRun;
import dev.heapcrest.merge.CaptureRow;
import dev.heapcrest.merge.Partial;
import dev.heapcrest.profile.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job in one process with two cores: its results are those of the command line, and nothing is lost. */
class FleetTest {
    private static final Path CAPTURES = Path.of("testdata", "captures").toAbsolutePath();

    private static JavaSparkContext spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2,3]")
                .setAppName("tests")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.sql.shuffle.partitions", "2"));
        FailingStore.configure(spark.hadoopConfiguration());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** A run, and what it said. */
    private record Run(int exitCode, List<String> out, List<String> err) {}

    private static Run fleet(Object... arguments) {
        List<String> out = Collections.synchronizedList(new ArrayList<>());
        List<String> err = Collections.synchronizedList(new ArrayList<>());
        int exitCode = FleetCommand.execute(
                spark, Stream.of(arguments).map(Object::toString).toArray(String[]::new), out::add, err::add);
        return new Run(exitCode, out, err);
    }

    private Path input(String... names) throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        for (String name : names) {
            Files.copy(CAPTURES.resolve(name), input.resolve(name));
        }
        return input;
    }

    private static byte[] unzipped(Path partial) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(partial))) {
            return in.readAllBytes();
        }
    }

    private static Partial partial(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve("merged.hcp"))) {
            return Partial.readFrom(in);
        }
    }

    /** The table by file name, without its head. */
    private static String row(Path output, String name) throws IOException {
        List<String> found = Files.readAllLines(output.resolve("captures.csv")).stream()
                .filter(row -> row.split(",", 2)[0].endsWith("/" + name))
                .toList();
        assertEquals(1, found.size(), name + ": " + found);
        return found.get(0);
    }

    /** 277 captures of all versions, some of them cut, damaged, the same, or no captures. */
    @Test
    void the_sum_is_that_of_the_command_line_to_the_byte_however_captures_are_dealt_out() throws IOException {
        Path list = folder.resolve("list.txt");
        try (Stream<Path> files = Files.list(CAPTURES)) {
            Files.write(
                    list,
                    files.map(Path::toString)
                            // merge ends at what may be a partial and is none
                            .filter(file -> file.endsWith(".bin") && !file.endsWith("other-gzip.bin"))
                            .sorted()
                            .toList());
        }
        int listed = Files.readAllLines(list).size();
        assertTrue(listed > 270, listed + " captures");
        Path expected = folder.resolve("merge.hcp");
        assertEquals(
                3,
                CommandLineRun.exitCode(
                        List.of("merge", "-q", "--capture-nodes", "50000", "--partial", expected, "@" + list)));
        byte[] bytes = unzipped(expected);
        for (String seed : List.of("", "1", "2")) {
            spark.hadoopConfiguration().set(FleetJob.SHUFFLE, seed);
            Path output = folder.resolve("out" + seed);
            Run run = fleet("@" + list, output);
            assertEquals(3, run.exitCode(), () -> run.err().toString());
            assertArrayEquals(bytes, unzipped(output.resolve("merged.hcp")));
            assertEquals(
                    listed + 1, Files.readAllLines(output.resolve("captures.csv")).size());
            assertTrue(Files.exists(output.resolve("_SUCCESS")));
            assertTrue(Files.readString(output.resolve("merged.html")).contains("sum of peaks"));
            String last = run.out().get(run.out().size() - 1);
            assertTrue(last.startsWith("Wrote ") && last.endsWith(listed + " files listed"), last);
        }
        spark.hadoopConfiguration().unset(FleetJob.SHUFFLE);
    }

    @Test
    void each_file_that_adds_nothing_has_a_row_with_its_reason() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin", "version-99.bin", "forks-h13-py313-lz4.child4.bin");
        Files.createFile(input.resolve("empty.bin"));
        Files.writeString(input.resolve("text.bin"), "no capture at all\n");
        Files.copy(input.resolve("complex-h13-py313-lz4.bin"), input.resolve("same.bin.7"));
        Files.writeString(input.resolve("notes.txt"), "is not listed");
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("a.bin"), "a");
        Files.writeString(texts.resolve("b #%20[x].bin"), "b");
        Path partial = folder.resolve("x.hcp");
        CommandLineRun.exitCode(List.of("partial", "-o", partial, input.resolve("complex-h13-py313-lz4.bin")));
        Path list = folder.resolve("list.txt");
        Files.write(
                list,
                List.of(input.toString(), "", folder.resolve("gone.bin").toString(), texts.toString(), partial.toString()));
        Path output = folder.resolve("out");
        List<String> logged = new ArrayList<>();
        Run run = logging(logged, () -> fleet("@" + list, output));
        assertEquals(3, run.exitCode(), () -> run.err().toString());
        assertTrue(row(output, "complex-h13-py313-lz4.bin").contains(",complete,"));
        assertTrue(row(output, "forks-h13-py313-lz4.child4.bin").contains(",truncated,"));
        assertTrue(row(output, "same.bin.7").contains(",duplicate,"));
        assertTrue(row(output, "same.bin.7").contains("complex-h13-py313-lz4.bin"));
        assertTrue(row(output, "version-99.bin").contains(",failed,"));
        assertTrue(row(output, "empty.bin").contains(",0,failed,"));
        assertTrue(row(output, "empty.bin").contains("it is empty"));
        assertTrue(row(output, "gone.bin").contains(",-1,failed,"));
        assertTrue(row(output, "gone.bin").contains("there is no such file"));
        assertTrue(row(output, "text.bin").contains(",failed,"));
        assertTrue(row(output, "b #%20[x].bin").contains(",failed,"));
        assertTrue(row(output, "x.hcp").contains("partials are added with heapcrest merge"));
        Partial sum = partial(output);
        assertEquals(9, sum.captures());
        assertEquals(7, sum.captures(CaptureRow.State.FAILED));
        assertEquals(
                "Wrote file:%s: 2 of 9 captures: 1 complete, 1 truncated; 7 could not be read; 1 duplicate left out; 10 files listed"
                        .formatted(output),
                run.out().get(run.out().size() - 1));
        for (String name : List.of("empty.bin", "gone.bin", "text.bin", "version-99.bin", "x.hcp", "a.bin")) {
            assertEquals(
                    1,
                    logged.stream()
                            .filter(line -> line.startsWith("Cannot read ") && line.contains("/" + name + ": "))
                            .count(),
                    name);
        }
    }

    private static Run logging(List<String> lines, java.util.function.Supplier<Run> run) {
        Logger logger = (Logger) LogManager.getLogger(FleetJob.class);
        AbstractAppender appender = new AbstractAppender("test", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
                    lines.add(event.getMessage().getFormattedMessage());
                }
            }
        };
        appender.start();
        logger.addAppender(appender);
        try {
            return run.get();
        } finally {
            logger.removeAppender(appender);
        }
    }

    @Test
    void duplicates_count_once_or_as_often_as_they_are_there() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin");
        Files.copy(input.resolve("complex-h13-py313-lz4.bin"), input.resolve("again.bin"));
        assertEquals(0, fleet(input, folder.resolve("once")).exitCode());
        assertEquals(465_750, partial(folder.resolve("once")).tree().totalBytes(View.Kind.PEAK));
        // the first by name counts, as on the command line
        assertEquals("again.bin", partial(folder.resolve("once")).rows().get(0).name());
        assertEquals(0, fleet("--allow-duplicates", input, folder.resolve("twice")).exitCode());
        assertEquals(2 * 465_750, partial(folder.resolve("twice")).tree().totalBytes(View.Kind.PEAK));
    }

    /** A list of what is in a folder, in the store that fails. */
    private Path failing(Path input) throws IOException {
        try (Stream<Path> files = Files.list(input)) {
            return Files.write(
                    folder.resolve("list.txt"),
                    files.map(file -> "failing://" + file).sorted().toList());
        }
    }

    @Test
    void a_store_that_fails_now_and_then_changes_nothing() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin", "threads8-h13-py313-lz4.bin");
        assertEquals(0, fleet(input, folder.resolve("whole")).exitCode());
        FailingStore.FAILURES.put("complex-h13-py313-lz4.bin", new AtomicInteger(2));
        Run run = fleet("@" + failing(input), folder.resolve("retried"));
        assertEquals(0, run.exitCode(), () -> run.err().toString());
        assertEquals(-1, FailingStore.FAILURES.get("complex-h13-py313-lz4.bin").get());
        assertArrayEquals(
                unzipped(folder.resolve("whole/merged.hcp")), unzipped(folder.resolve("retried/merged.hcp")));
    }

    @Test
    void a_file_that_a_store_never_gives_is_a_row() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin", "threads8-h13-py313-lz4.bin");
        FailingStore.FAILURES.put("complex-h13-py313-lz4.bin", new AtomicInteger(1_000));
        Run run = fleet("@" + failing(input), folder.resolve("out"));
        FailingStore.FAILURES.clear();
        assertEquals(3, run.exitCode(), () -> run.err().toString());
        assertTrue(row(folder.resolve("out"), "complex-h13-py313-lz4.bin").contains("503 slow down"));
        assertEquals(1, partial(folder.resolve("out")).readable());
    }

    @Test
    void groups_have_pages_and_ranks_and_growth_has_a_page() throws IOException {
        Path input = input(
                "complex-h13-py313-lz4.bin",
                "complex-h11-py312-m1.18.0-lz4.bin",
                "leaks-h11-py311-m1.18.0-lz4.bin",
                "threads8-h13-py313-lz4.bin");
        Path base = folder.resolve("base");
        assertEquals(0, fleet(input + "/complex*", base).exitCode());
        Path output = folder.resolve("out");
        Run run = fleet(
                "--group-by", "python,program", "--label-from", "/(?<program>[a-z0-9]+)-h\\d+", "--baseline",
                base + "/merged.hcp", "--parquet", input, output);
        assertEquals(0, run.exitCode(), () -> run.err().toString());
        List<String> groups = Files.readAllLines(output.resolve("groups.csv"));
        assertEquals(5, groups.size());
        assertTrue(groups.get(0).startsWith("label_python,label_program,page,captures,peak_rank,"), groups.get(0));
        List<Path> expected = new ArrayList<>();
        assertEquals(
                0,
                CommandLineRun.exitCode(List.of(
                        "merge", "-q", "--capture-nodes", "50000", "--group-by", "python,program", "--label-from",
                        "/(?<program>[a-z0-9]+)-h\\d+", "--group-pages", folder.resolve("pages"), "--json",
                        folder.resolve("x.json"), input)));
        try (Stream<Path> pages = Files.list(folder.resolve("pages"))) {
            pages.forEach(page -> expected.add(page.getFileName()));
        }
        try (Stream<Path> pages = Files.list(output.resolve("groups"))) {
            assertEquals(
                    expected.stream().sorted().toList(),
                    pages.map(Path::getFileName).sorted().toList());
        }
        assertTrue(Files.readString(output.resolve("growth.html")).contains("</html>"));
        assertTrue(Files.readAllLines(output.resolve("growth.csv")).size() > 1);
        assertEquals(
                4,
                SparkSession.builder()
                        .getOrCreate()
                        .read()
                        .parquet(output + "/captures.parquet")
                        .where("labels['program'] is not null and peak_bytes > 0")
                        .count());
    }

    @Test
    void a_broken_limit_is_exit_code_4_and_in_the_row() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin", "leaks-h11-py311-m1.18.0-lz4.bin");
        Run run = fleet("--max-peak", "400KB", "--override", "leaks=none", input, folder.resolve("out"));
        assertEquals(4, run.exitCode(), () -> run.err().toString());
        assertTrue(row(folder.resolve("out"), "complex-h13-py313-lz4.bin").contains("465,750"));
        assertTrue(run.out().get(run.out().size() - 1).contains("1 capture broke a limit"));
        assertEquals(0, fleet("--max-peak", "500KB", "--override", "leaks=none", input, folder.resolve("ok")).exitCode());
    }

    @Test
    void a_folder_that_is_there_is_replaced_only_if_that_is_asked_for() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin");
        Path output = Files.createDirectory(folder.resolve("out"));
        Path old = Files.writeString(output.resolve("old.txt"), "old");
        Run refused = fleet(input, output);
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().get(0).contains("--force"), () -> refused.err().toString());
        assertTrue(Files.exists(old));
        assertEquals(0, fleet("--force", input, output).exitCode());
        assertFalse(Files.exists(old));
        assertTrue(Files.exists(output.resolve("merged.hcp")));
        assertOnly(List.of("in", "out"));
    }

    private void assertOnly(List<String> names) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(
                    names, left.map(each -> each.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void a_job_that_fails_leaves_nothing() throws IOException {
        Path input = input("complex-h13-py313-lz4.bin");
        Run run = fleet("--max-nodes", "5", "--group-by", "pid", input, folder.resolve("out"));
        assertEquals(1, run.exitCode());
        assertTrue(run.err().get(0).contains("more than 5 call stacks"), () -> run.err().toString());
        Files.write(input.resolve("complex-h13-py313-lz4.bin"), new byte[0]);
        Run none = fleet(input, folder.resolve("out"));
        assertEquals(1, none.exitCode());
        assertEquals(List.of("None of the captures could be read; nothing was written."), none.err());
        assertEquals(1, fleet(folder.resolve("missing"), folder.resolve("out")).exitCode());
        assertEquals(2, fleet("--label-from", "(", input, folder.resolve("out")).exitCode());
        assertOnly(List.of("in"));
    }
}
