package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final PrintStream SILENT = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Output create(Path path, boolean force) throws CommandFailure {
        return AtomicFile.create(path, force, null, SILENT);
    }

    @Test
    void a_report_appears_only_when_it_is_whole() throws Exception {
        Path target = folder.resolve("x.html");
        try (Output output = create(target, false)) {
            output.stream().write(new byte[] {'n', 'e', 'w'});
            output.stream().flush();
            assertTrue(Files.notExists(target));
            output.commit();
            assertEquals("new", Files.readString(target));
        }
        assertEquals(List.of("x.html"), files());
    }

    @Test
    void an_old_report_stays_when_the_new_one_is_given_up() throws Exception {
        Path target = Files.writeString(folder.resolve("x.html"), "old");
        try (Output output = create(target, true)) {
            output.stream().write('n');
        }
        assertEquals("old", Files.readString(target));
        assertEquals(List.of("x.html"), files());
    }

    @Test
    void a_new_report_is_as_readable_as_the_old_one() throws Exception {
        Path target = Files.writeString(folder.resolve("x.html"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        try (Output output = create(target, true)) {
            output.commit();
        }
        assertEquals("", Files.readString(target));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void behind_a_link_the_file_is_replaced_and_the_link_stays() throws Exception {
        Path real = Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("real.html"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("x.html"), real);
        try (Output output = create(link, true)) {
            output.stream().write('n');
            output.commit();
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("n", Files.readString(real));
        assertEquals(List.of("d", "x.html"), files());
    }

    @Test
    void a_device_is_written_to_not_replaced() throws Exception {
        Path device = Path.of("/dev/null");
        try (Output output = create(device, true)) {
            output.stream().write('n');
            output.commit();
        }
        assertTrue(Files.exists(device) && !Files.isRegularFile(device));
    }

    @Test
    void a_link_to_a_file_that_is_not_there_yet_is_followed() throws Exception {
        Path target = Files.createDirectory(folder.resolve("d")).resolve("today.html");
        Path link = Files.createSymbolicLink(folder.resolve("x.html"), Path.of("d/today.html"));
        Path second = Files.createSymbolicLink(folder.resolve("y.html"), Path.of("x.html"));
        try (Output output = create(second, false)) {
            output.stream().write('n');
            output.commit();
        }
        assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(second));
        assertEquals("n", Files.readString(target));
    }

    @Test
    void a_link_that_leads_nowhere_is_told_before_anything_is_read() throws Exception {
        Path missing = Files.createSymbolicLink(folder.resolve("x.html"), folder.resolve("none/today.html"));
        Path loop = Files.createSymbolicLink(folder.resolve("y.html"), Path.of("y.html"));
        for (boolean force : new boolean[] {false, true}) {
            assertTrue(message(missing, force).contains("there is no directory " + folder.resolve("none")));
            assertTrue(message(loop, force).endsWith("this symbolic link leads to itself"), message(loop, force));
        }
        assertEquals(List.of("x.html", "y.html"), files());
    }

    @Test
    void a_name_that_is_too_long_is_told_before_anything_is_read() throws Exception {
        assertTrue(message(folder.resolve("n".repeat(256)), false)
                .endsWith("the name is too long. Choose another with -o."));
    }

    private String message(Path path, boolean force) {
        return String.valueOf(
                assertThrows(CommandFailure.class, () -> create(path, force)).getMessage());
    }

    @Test
    void a_file_of_several_names_keeps_them() throws Exception {
        Path target = Files.writeString(folder.resolve("x.html"), "a long old report");
        Path other = Files.createLink(folder.resolve("y.html"), target);
        try (Output output = create(target, true)) {
            output.stream().write('n');
            output.commit();
        }
        assertEquals("n", Files.readString(other));
        assertEquals(List.of("x.html", "y.html"), files());
    }

    @Test
    void new_contents_may_be_longer_or_shorter_than_the_old_ones() throws Exception {
        Path target = Files.writeString(folder.resolve("x.html"), "old");
        Path other = Files.createLink(folder.resolve("y.html"), target);
        byte[] longer = new byte[200_000];
        Arrays.fill(longer, (byte) 'l');
        for (byte[] contents : List.of(longer, new byte[] {'s'}, new byte[0])) {
            try (Output output = create(target, true)) {
                output.stream().write(contents);
                output.commit();
            }
            assertArrayEquals(contents, Files.readAllBytes(other));
        }
        assertEquals(List.of("x.html", "y.html"), files());
    }

    @Test
    void without_force_a_report_that_another_program_made_meanwhile_stays() throws Exception {
        Path target = folder.resolve("x.html");
        try (Output first = create(target, false);
                Output second = create(target, false)) {
            first.stream().write('1');
            first.commit();
            second.stream().write('2');
            assertThrows(IOException.class, second::commit);
        }
        assertEquals("1", Files.readString(target));
        assertEquals(List.of("x.html"), files());
    }

    /** Only those of processes that were killed on this machine. */
    @Test
    void what_killed_processes_left_goes() throws Exception {
        String name = TemporaryFiles.beside(folder.resolve("x")).getFileName().toString();
        String[] parts = name.split("-");
        Files.createFile(folder.resolve(name.replace(parts[2], "4194999")));
        Path own = Files.createFile(folder.resolve(name));
        Path elsewhere =
                Files.createFile(folder.resolve(name.replace(parts[1], "0").replace(parts[2], "4194999")));
        TemporaryFiles.clean(folder);
        assertEquals(
                Stream.of(own, elsewhere)
                        .map(file -> file.getFileName().toString())
                        .sorted()
                        .toList(),
                files());
    }

    @Test
    void the_longest_file_name_works() throws Exception {
        Path target = folder.resolve("n".repeat(250) + ".html");
        try (Output output = create(target, false)) {
            output.commit();
        }
        assertEquals(List.of(target.getFileName().toString()), files());
    }
}
