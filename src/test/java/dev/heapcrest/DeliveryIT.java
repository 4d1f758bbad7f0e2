package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build hands out: the library, the command line, and the list of what is in them. */
class DeliveryIT {
    private static final Path TARGET = Path.of("target");
    private static final Path LIBRARY = TARGET.resolve("heapcrest-" + System.getProperty("version") + ".jar");
    private static final Path COMMAND_LINE = TARGET.resolve("heapcrest.jar");
    private static final Path BILL = TARGET.resolve("heapcrest.cdx.json");
    private static final Path CAPTURE = Path.of("testdata/captures/simple-h13-py313-raw.bin");

    /** Files from this size on are mapped, where that is asked for. */
    private static final long MAPPED_FROM_BYTES = 256 << 20;

    @TempDir
    Path folder;

    @Test
    void the_library_is_the_projects_own_classes_without_the_command_line() throws IOException {
        List<String> classes = entries(LIBRARY, ".class");
        assertTrue(classes.contains("dev/heapcrest/capture/Capture.class"), classes.toString());
        for (String name : classes) {
            assertTrue(name.startsWith("dev/heapcrest/"), name);
            assertFalse(name.startsWith("dev/heapcrest/cli/"), name);
            assertFalse(name.startsWith("dev/heapcrest/shaded/"), name);
        }
        assertEquals("dev.heapcrest", attribute(LIBRARY, "Automatic-Module-Name"));
    }

    @Test
    void no_class_of_the_command_line_can_be_taken_for_anothers() throws IOException {
        List<String> classes = entries(COMMAND_LINE, ".class");
        assertTrue(classes.contains("dev/heapcrest/shaded/picocli/CommandLine.class"), "picocli is there");
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> !name.startsWith("dev/heapcrest/"))
                        .toList());
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> name.startsWith("dev/heapcrest/cli/documents/"))
                        .toList(),
                "what runs in the build alone");
        assertNotEquals(attribute(LIBRARY, "Automatic-Module-Name"), attribute(COMMAND_LINE, "Automatic-Module-Name"));
    }

    @Test
    void both_jars_bear_our_licence() throws IOException {
        for (Path jar : List.of(LIBRARY, COMMAND_LINE)) {
            for (String name : List.of("LICENSE", "NOTICE")) {
                assertArrayEquals(Files.readAllBytes(Path.of(name)), bytes(jar, "META-INF/" + name), jar + " " + name);
            }
        }
    }

    /** The bill is CycloneDX's reading of the POMs; THIRD-PARTY.txt is ours. Both must name the same. */
    @Test
    void whatever_the_command_line_contains_is_there_with_its_licence() throws IOException {
        String own = text(COMMAND_LINE, "META-INF/LICENSE");
        assertTrue(own.contains("Apache License") && own.contains("Version 2.0"), own);
        String slf4j = text(COMMAND_LINE, "META-INF/licenses/slf4j.txt");
        assertTrue(slf4j.contains("QOS.ch") && slf4j.contains("Permission is hereby granted"), slf4j);
        String protobuf = text(COMMAND_LINE, "META-INF/licenses/protobuf.txt");
        assertTrue(protobuf.contains("Google Inc.") && protobuf.contains("Redistribution and use"), protobuf);
        String xz = text(COMMAND_LINE, "META-INF/licenses/xz.txt");
        assertTrue(xz.contains("0BSD") && xz.contains("Permission to use"), xz);
        Map<String, String> texts = Map.of(
                "Apache-2.0", "META-INF/LICENSE",
                "BSD-3-Clause", "META-INF/licenses/protobuf.txt",
                "MIT", "META-INF/licenses/slf4j.txt",
                "0BSD", "META-INF/licenses/xz.txt");

        Map<String, String> expected = new TreeMap<>();
        licences().forEach((project, licence) -> expected.put(project, licence + " " + texts.get(licence)));
        // annotations that nothing reads at run time: left out of the jar
        expected.remove("org.jspecify:jspecify");
        expected.remove("org.apiguardian:apiguardian-api");
        Map<String, String> named = new TreeMap<>();
        text(COMMAND_LINE, "META-INF/THIRD-PARTY.txt")
                .lines()
                .map(line -> line.split("\\s*\\|\\s*"))
                .filter(columns -> columns.length == 5)
                .forEach(columns -> named.put(columns[0], columns[1] + " " + columns[2]));
        assertEquals(expected, named);
    }

    @Test
    void the_bill_says_what_a_user_of_the_library_gets() throws IOException {
        List<String> optional = new ArrayList<>();
        for (JsonElement component : components()) {
            JsonObject each = component.getAsJsonObject();
            if (each.get("scope").getAsString().equals("optional")) {
                optional.add(each.get("name").getAsString());
            }
        }
        assertEquals(List.of("picocli", "slf4j-nop"), optional.stream().sorted().toList());
    }

    /** chronicle-bytes looks classes up by name and looks into the JDK: relocated, it must still map. */
    @Test
    void a_large_capture_is_mapped_by_the_relocated_classes_and_gives_the_same_answer() throws Exception {
        Path large = folder.resolve("large.bin");
        Files.copy(CAPTURE, large);
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            // a raw capture may end in any number of zeros, and as holes they take no room
            file.setLength(MAPPED_FROM_BYTES);
        }
        Path loaded = folder.resolve("loaded.txt");
        List<String> log = List.of("-Xlog:class+load:file=" + loaded, "-Dheapcrest.mapFromBytes=" + MAPPED_FROM_BYTES);
        byte[] answer = run(log, "transform", "csv", "-q", "-o", "-", large.toString());
        assertArrayEquals(run(List.of(), "transform", "csv", "-q", "-o", "-", CAPTURE.toString()), answer);

        String classes = Files.readString(loaded);
        assertTrue(classes.contains(" dev.heapcrest.shaded.net.openhft.chronicle.bytes.MappedBytesStore "), "mapped");
        assertFalse(classes.contains(" dev.heapcrest.bytes.FileInput "), "and read as usual after a failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flamegraph", "flamegraphs"})
    void the_page_is_made_out_of_relocated_templates(String command) throws Exception {
        Path capture = Files.copy(CAPTURE, folder.resolve("x.bin"));
        run(List.of(), command, capture.toString());
        String page = Files.readString(folder.resolve("memray-flamegraph-x.html"));
        assertTrue(page.endsWith("</html>\n"), page.substring(Math.max(0, page.length() - 200)));
        assertTrue(page.contains("<dt>Capture</dt><dd>x.bin</dd>"), "the templates are filled");
    }

    @Test
    void the_help_is_made_by_relocated_classes() throws Exception {
        String help = new String(run(List.of(), "transform", "--help"), StandardCharsets.UTF_8);
        assertTrue(help.startsWith("Usage: heapcrest transform "), help);
        assertFalse(help.contains("shaded"), help);
    }

    /** What the program wrote to standard output; it must end well and say nothing else. */
    private byte[] run(List<String> options, String... arguments) throws Exception {
        Path err = folder.resolve("err.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(List.of("-jar", COMMAND_LINE.toString()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), () -> read(err));
        assertEquals("", read(err));
        return out;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Licence by group:name. */
    private static Map<String, String> licences() throws IOException {
        Map<String, String> licences = new TreeMap<>();
        for (JsonElement component : components()) {
            JsonObject each = component.getAsJsonObject();
            JsonArray named = each.getAsJsonArray("licenses");
            licences.put(
                    each.get("group").getAsString() + ":" + each.get("name").getAsString(),
                    named.get(0)
                            .getAsJsonObject()
                            .getAsJsonObject("license")
                            .get("id")
                            .getAsString());
        }
        return licences;
    }

    private static JsonArray components() throws IOException {
        return JsonParser.parseString(Files.readString(BILL)).getAsJsonObject().getAsJsonArray("components");
    }

    private static List<String> entries(Path jar, String suffix) throws IOException {
        try (JarFile file = new JarFile(jar.toFile());
                Stream<String> names = file.stream().map(ZipEntry::getName)) {
            return names.filter(name -> name.endsWith(suffix)).toList();
        }
    }

    private static String attribute(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return String.valueOf(file.getManifest().getMainAttributes().getValue(name));
        }
    }

    private static String text(Path jar, String name) throws IOException {
        return new String(bytes(jar, name), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(name);
            assertTrue(entry != null, jar + " has no " + name);
            try (InputStream stream = file.getInputStream(entry)) {
                return stream.readAllBytes();
            }
        }
    }
}
