package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks of a few kilobytes that are full before the report is, and files that are disks: the old report is as it was. */
class FullDiskIT {
    /** Mounts it in a name space of its own, runs the command there, and says what is left on it. */
    private static final String SCRIPT = """
            size=$1; linked=$2; shift 2
            mount -t tmpfs -o size="${size}k" none disk || exit 77
            head -c 40000 /dev/zero | tr '\\0' o >disk/x.html
            [ "$linked" = no ] || ln disk/x.html disk/y.html
            "$@" >said.txt 2>&1; echo "$?" >left.txt
            for file in disk/* disk/.h*; do
              [ ! -f "$file" ] || printf '%s %s %s\\n' "$file" "$(wc -c <"$file")" "$(tr -d o <"$file" | wc -c)"
            done >>left.txt
            """;

    private static final int OLD_KILOBYTES = 40;
    private static final Path CAPTURE = Path.of("testdata/captures/simple-h13-py313-lz4.bin");

    @TempDir
    Path folder;

    /** A file that is mounted by itself, as it is handed to a container: nothing can be renamed to its place. */
    private static final String MOUNTED_FILE = """
            printf old >disk/host.html; : >disk/x.html
            mount --bind disk/host.html disk/x.html || exit 77
            "$@" >said.txt 2>&1; echo "$?" >left.txt
            """;

    /** Lines: the exit code, then name, size, and bytes that are not of the old report. */
    private List<String> left(int kilobytes, boolean linked) throws Exception {
        return left(SCRIPT, String.valueOf(kilobytes), linked ? "yes" : "no");
    }

    private List<String> left(String script, String... arguments) throws Exception {
        Files.createDirectories(folder.resolve("disk"));
        Path capture = folder.resolve("x.bin");
        Files.copy(CAPTURE, capture, StandardCopyOption.REPLACE_EXISTING);
        List<String> command =
                new ArrayList<>(List.of("unshare", "--map-root-user", "--mount", "/bin/sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        command.addAll(List.of(JarProcess.JAVA.toString(), "-jar", JarProcess.JAR.toString()));
        command.addAll(List.of("flamegraph", "-f", "-o", "disk/x.html", "x.bin"));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noSuchProgram) {
            assumeTrue(false, "this machine has no unshare");
            return List.of();
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, () -> "this machine lets nobody mount a disk of his own: " + said);
        return Files.readAllLines(folder.resolve("left.txt"));
    }

    private void assertNoRoom(List<String> left) throws IOException {
        String said = Files.readString(folder.resolve("said.txt"));
        assertEquals("1", left.get(0), said);
        assertTrue(said.startsWith("Cannot write disk/x.html: No space left on device"), said);
        for (String line : left) {
            assertTrue(!line.contains("html") || line.endsWith(" 40000 0"), left::toString);
        }
    }

    @Test
    void without_room_for_the_new_report_the_old_one_stays() throws Exception {
        List<String> left = left(100, false);
        assertNoRoom(left);
        assertEquals(2, left.size(), left::toString);
    }

    /** The new one is whole beside it, and has no room where the old one is. */
    @Test
    void a_file_of_several_names_is_not_lost_on_a_full_disk() throws Exception {
        List<String> page = left(1_000, true);
        assertEquals("0", page.get(0), page::toString);
        int kilobytes = Integer.parseInt(page.get(1).split(" ")[1]) / 1_024;
        List<String> left = left(kilobytes + OLD_KILOBYTES + 30, true);
        assertNoRoom(left);
        assertEquals(3, left.size(), left::toString);
    }

    @Test
    void with_room_it_is_replaced_and_keeps_its_names() throws Exception {
        List<String> left = left(1_000, true);
        assertEquals("0", left.get(0), left::toString);
        assertEquals(3, left.size(), left::toString);
        assertTrue(left.stream().filter(line -> line.contains("html")).noneMatch(line -> line.endsWith(" 40000 0")));
    }

    @Test
    void a_file_that_is_mounted_by_itself_gets_the_report() throws Exception {
        List<String> left = left(MOUNTED_FILE);
        assertEquals(List.of("0"), left, () -> "see said.txt");
        assertTrue(Files.readString(folder.resolve("disk/host.html")).endsWith("</html>\n"));
    }
}
