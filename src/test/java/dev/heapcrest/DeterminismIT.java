package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Equal captures give equal bytes, whoever reads them, where, and how often: each process has other salts. */
class DeterminismIT {
    private static final String OLD = "complex-h6-py39-m1.0.3-raw.bin";

    /** Names that sort differently by language, threads, and more stacks than a table begins with. */
    private static final List<String> CAPTURES =
            List.of("evilnames-h13-py313-lz4", "threads8-h13-py313-lz4", OLD.replace(".bin", ""));

    /** A file from its first byte on. */
    private static final List<String> MAPPED = List.of(
            "-Dheapcrest.mapFromBytes=1",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");

    private static final Map<String, String> WHEN = Map.of("SOURCE_DATE_EPOCH", "1764500000");

    /** Languages whose letters or digits differ in Java, and what goes wrong with them: i and I, digits, order. */
    private enum Place {
        AGAIN(List.of(), Map.of()),
        TURKISH(
                List.of("-Duser.language=tr", "-Duser.region=TR", "-Duser.timezone=Asia/Kathmandu"),
                Map.of("LC_ALL", "tr_TR.UTF-8", "TZ", "Asia/Kathmandu")),
        ARABIC(
                List.of("-Duser.language=ar", "-Duser.region=EG", "-Duser.extensions=u-nu-arab"),
                Map.of("LC_ALL", "ar_EG.UTF-8", "TZ", "America/St_Johns")),
        NONE(List.of("-Dfile.encoding=US-ASCII", "-Duser.timezone=Pacific/Apia"), Map.of("LC_ALL", "C", "TZ", ""));

        private final List<String> options;
        private final Map<String, String> variables;

        Place(List<String> options, Map<String, String> variables) {
            this.options = options;
            this.variables = variables;
        }
    }

    private static final Pattern PAYLOAD = Pattern.compile("class=\"payload\">([^<]*)</script>");

    private static Map<List<String>, byte[]> expected = Map.of();

    @TempDir
    Path folder;

    private static Path copied(Path directory) throws IOException {
        for (String capture : CAPTURES) {
            Files.copy(Path.of("testdata/captures", capture + ".bin"), directory.resolve(capture + ".bin"));
        }
        return directory;
    }

    private static JarProcess process(Path directory) {
        return new JarProcess(directory).environment(WHEN);
    }

    /** Of one capture each, and of several. */
    private static List<List<String>> commands() {
        String names = CAPTURES.get(0) + ".bin";
        String threads = CAPTURES.get(1) + ".bin";
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("flamegraph", "-o", "-", names));
        commands.add(List.of("flamegraph", "--temporal", "--split-threads", "-o", "-", threads));
        for (String format :
                List.of("csv", "collapsed", "speedscope", "gprof2dot", "json", "pprof", "svg", "firefox")) {
            commands.add(List.of("transform", format, "-o", "-", names));
        }
        commands.add(List.of("transform", "json", "--temporal", "-o", "-", threads));
        commands.add(List.of("stats", "--json", threads));
        commands.add(List.of("stats", OLD));
        commands.add(List.of("partial", "-o", "-", threads));
        commands.add(List.of("compact", "-q", "-o", "-", threads));
        commands.add(List.of("merge", "--json", "-", names, threads, OLD));
        commands.add(List.of("merge", "--partial", "-", names, threads, OLD));
        commands.add(List.of("merge", "-o", "-", names, threads, OLD));
        commands.add(List.of("diff", "--json", "-", names, OLD));
        return commands;
    }

    private static Map<List<String>, byte[]> outputs(JarProcess process) throws Exception {
        Map<List<String>, byte[]> outputs = new LinkedHashMap<>();
        for (List<String> command : commands()) {
            byte[] output = process.run(null, command);
            assertTrue(output.length > 100, () -> command + " gives " + output.length + " bytes");
            outputs.put(command, output);
        }
        return outputs;
    }

    private static void requireEqual(Map<List<String>, byte[]> found) {
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((command, bytes) -> assertArrayEquals(bytes, found.get(command), command::toString));
    }

    @BeforeAll
    static void makeThem(@TempDir Path somewhere) throws Exception {
        expected = outputs(process(copied(somewhere)));
    }

    @ParameterizedTest
    @EnumSource
    void no_language_time_zone_directory_or_salt_changes_a_byte(Place place) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>(WHEN);
        variables.putAll(place.variables);
        requireEqual(
                outputs(new JarProcess(copied(folder)).options(place.options).environment(variables)));
    }

    /** All that differs is the size of the file, which a pipe does not tell; pages and text also name the file. */
    @Test
    void a_capture_is_the_same_from_a_file_a_pipe_and_a_mapped_file() throws Exception {
        copied(folder);
        int piped = 0;
        for (Map.Entry<List<String>, byte[]> each : expected.entrySet()) {
            List<String> command = each.getKey();
            boolean named = command.get(0).equals("flamegraph") || command.equals(List.of("stats", OLD));
            if (!named && !List.of("transform", "stats", "compact").contains(command.get(0))) {
                continue;
            }
            byte[] mapped = process(folder).options(MAPPED).run(null, command);
            assertArrayEquals(each.getValue(), mapped, () -> "mapped: " + command);
            if (!named) {
                String capture = command.get(command.size() - 1);
                List<String> plain = new ArrayList<>(command);
                plain.set(command.size() - 1, "-");
                byte[] output = process(folder).run(folder.resolve(capture), plain);
                assertArrayEquals(withoutSize(each.getValue()), withoutSize(output), () -> "piped: " + command);
                piped++;
            }
        }
        assertTrue(piped > 7, piped + " commands");
    }

    /** Bytes stay what they are in this encoding. */
    private static byte[] withoutSize(byte[] output) {
        String text = new String(output, StandardCharsets.ISO_8859_1);
        return text.replaceAll("\"input_size_bytes\":\\d+,", "")
                .replaceAll(CAPTURES.get(1) + "\\.bin", "-")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What is inside of gzip: its own bytes depend on the JDK (docs/partial-format.md). */
    @Test
    void another_java_gives_the_same_bytes() throws Exception {
        Path java = anotherJava();
        assumeTrue(java != null, "there is one Java here, " + System.getProperty("java.version"));
        Map<List<String>, byte[]> found = outputs(process(copied(folder)).java(java));
        for (Map.Entry<List<String>, byte[]> each : expected.entrySet()) {
            assertArrayEquals(unpacked(each.getValue()), unpacked(found.get(each.getKey())), () -> java + " " + each);
        }
    }

    private static byte[] unpacked(byte[] output) throws IOException {
        if (output[0] == 0x1F && output[1] == (byte) 0x8B) {
            return inflated(output);
        }
        String text = new String(output, StandardCharsets.ISO_8859_1);
        Matcher blocks = PAYLOAD.matcher(text);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        while (blocks.find()) {
            payload.write(Base64.getDecoder().decode(blocks.group(1).strip()));
        }
        return payload.size() == 0
                ? output
                : (blocks.replaceAll("") + new String(inflated(payload.toByteArray()), StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] inflated(byte[] gzip) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    /** Of another feature release, 17 or later; null where there is none. */
    private static @Nullable Path anotherJava() throws IOException {
        try (Stream<Path> homes = Stream.concat(installed(), named())) {
            return homes.filter(home -> release(home) >= 17
                            && release(home) != Runtime.version().feature())
                    .sorted()
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static Stream<Path> installed() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        return Files.isDirectory(all) ? Files.list(all) : Stream.empty();
    }

    /** As hosts of builds name theirs, and the launcher's. */
    private static Stream<Path> named() {
        return Stream.of("JAVA_HOME", "JAVA_HOME_17_X64", "JAVA_HOME_21_X64", "JAVA_HOME_25_X64")
                .map(name -> System.getenv().getOrDefault(name, ""))
                .filter(home -> !home.isEmpty())
                .map(Path::of);
    }

    private static int release(Path home) {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(home.resolve("release"))) {
            properties.load(file);
            return Runtime.Version.parse(
                            properties.getProperty("JAVA_VERSION", "").replace("\"", ""))
                    .feature();
        } catch (IOException | IllegalArgumentException unknown) {
            return -1;
        }
    }
}
