package dev.heapcrest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void the_longest_file_name_works() throws Exception {
        Path target = folder.resolve("n".repeat(250) + ".html");
        try (Output output = create(target, false)) {
            output.commit();
        }
        assertEquals(List.of(target.getFileName().toString()), files());
    }
}
