package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.heapcrest.report.ConfidentialFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceLinesTest {
    @TempDir
    Path directory;

    private String line(ConfidentialFiles confidential, String name, int line) {
        return new SourceLines(confidential, directory).of(new String[] {name}, new int[] {0}, new int[] {line})[0];
    }

    private void file(String name, byte[] content, String permissions) throws IOException {
        Path file = Files.write(directory.resolve(name), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void python(String content) throws IOException {
        file("a.py", content.getBytes(StandardCharsets.UTF_8), "rw-------");
    }

    @Test
    void lines_come_without_indentation() throws IOException {
        python("def f():\n    x = [1]  \n\treturn x");
        assertEquals("def f():", line(ConfidentialFiles.DEFAULT, "a.py", 1));
        assertEquals("x = [1]", line(ConfidentialFiles.DEFAULT, "a.py", 2));
        assertEquals("return x", line(ConfidentialFiles.DEFAULT, "a.py", 3));
    }

    @Test
    void frames_of_several_files_in_any_order_find_their_lines() throws IOException {
        python("one\ntwo\nthree\n");
        file("b.py", "eins\rzwei\r\ndrei".getBytes(StandardCharsets.UTF_8), "rw-------");
        String[] lines = new SourceLines(ConfidentialFiles.DEFAULT, directory)
                .of(new String[] {"", "a.py", "b.py"}, new int[] {2, 1, 0, 2, 1, 1, 2}, new int[] {3, 3, 1, 2, 1, 0, 4
                });
        assertEquals("drei three  zwei one  ", String.join(" ", lines));
    }

    @Test
    void lines_that_are_not_there_are_empty() throws IOException {
        python("one\n");
        for (int line : new int[] {0, -1, 2, Integer.MAX_VALUE}) {
            assertEquals("", line(ConfidentialFiles.DEFAULT, "a.py", line));
        }
        for (String name : new String[] {"", "<string>", "none.py", ".", "nul\0.py", "x".repeat(5000)}) {
            assertEquals("", line(ConfidentialFiles.NONE, name, 1));
        }
    }

    @Test
    void by_default_only_python_sources_are_shown() throws IOException {
        byte[] content = "secret".getBytes(StandardCharsets.UTF_8);
        for (String name : new String[] {"public.txt", "tool", "a.py.txt", ".py"}) {
            file(name, content, "rwxr-xr-x");
            assertEquals("", line(ConfidentialFiles.DEFAULT, name, 1), name);
            assertEquals("secret", line(ConfidentialFiles.NONE, name, 1), name);
        }
        file("own.py", content, "rw-------");
        file("window.pyw", content, "rw-r--r--");
        file("tool", "#!/venv/bin/python3\nmain()".getBytes(StandardCharsets.UTF_8), "rwxr-xr-x");
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "own.py", 1));
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "window.pyw", 1));
        assertEquals("main()", line(ConfidentialFiles.DEFAULT, "tool", 2));
        assertEquals("", line(ConfidentialFiles.ALL, "own.py", 1));
    }

    @Test
    void a_source_of_somebody_else_must_be_readable_by_everybody() throws IOException {
        file("other.py", "secret".getBytes(StandardCharsets.UTF_8), "rw-r-----");
        Path other = directory.resolve("other.py");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        Files.setAttribute(other, "unix:uid", 12_345);
        assertEquals("", line(ConfidentialFiles.DEFAULT, "other.py", 1));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "other.py", 1));
    }

    @Test
    void a_name_that_leads_elsewhere_shows_nothing() throws IOException {
        file("secret.txt", "secret".getBytes(StandardCharsets.UTF_8), "rw-r--r--");
        Files.createSymbolicLink(directory.resolve("link.py"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(directory.resolve("proc.py"), Path.of("/proc/self/status"));
        assertEquals("", line(ConfidentialFiles.DEFAULT, "link.py", 1));
        python("shown");
        String root = "/proc/self/root" + directory.toRealPath() + "/a.py";
        for (String name : new String[] {
            "proc.py",
            root,
            "/x/../proc/self/status",
            "/proc/version",
            "/etc/../proc/version",
            "/dev/null",
            "/sys/kernel/fscaps"
        }) {
            assertEquals("", line(ConfidentialFiles.NONE, name, 1), name);
            assertEquals("", line(ConfidentialFiles.DEFAULT, name, 1), name);
        }
    }

    /** A capture may call one large file by thousands of names. */
    @Test
    void a_file_of_many_names_is_read_once() throws IOException {
        python("one\ntwo\nthree\n");
        Files.createLink(directory.resolve("hard.py"), directory.resolve("a.py"));
        String[] names = new String[40];
        for (int i = 0; i < names.length; i++) {
            names[i] = "./".repeat(i) + (i % 2 == 0 ? "a.py" : "hard.py");
        }
        int[] files = new int[names.length];
        int[] lines = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            files[i] = i;
            lines[i] = 1 + i % 3;
        }
        SourceLines sources = new SourceLines(ConfidentialFiles.DEFAULT, directory);
        String[] found = sources.of(names, files, lines);
        for (int i = 0; i < names.length; i++) {
            assertEquals(new String[] {"one", "two", "three"}[i % 3], found[i], names[i]);
        }
        assertEquals(1, sources.filesRead());
    }

    @Test
    void the_encoding_is_the_one_the_file_declares() throws IOException {
        file("latin.py", "# -*- coding: latin-1 -*-\nx = 'ä'".getBytes(StandardCharsets.ISO_8859_1), "rw-------");
        assertEquals("x = 'ä'", line(ConfidentialFiles.DEFAULT, "latin.py", 2));
        file("mark.py", "\uFEFFx = 'ä'".getBytes(StandardCharsets.UTF_8), "rw-------");
        assertEquals("x = 'ä'", line(ConfidentialFiles.DEFAULT, "mark.py", 1));
        file("odd.py", "# coding: no-such\nx = 1".getBytes(StandardCharsets.UTF_8), "rw-------");
        assertEquals("x = 1", line(ConfidentialFiles.DEFAULT, "odd.py", 2));
        file("broken.py", new byte[] {'a', (byte) 0xFF, '\n', 'b'}, "rw-------");
        assertEquals("", line(ConfidentialFiles.DEFAULT, "broken.py", 1));
        assertEquals("b", line(ConfidentialFiles.DEFAULT, "broken.py", 2));
    }

    @Test
    void very_long_lines_are_cut() throws IOException {
        python("x".repeat(100_000));
        String line = line(ConfidentialFiles.DEFAULT, "a.py", 1);
        assertEquals(SourceLines.LONGEST_LINE, line.length());
        assertEquals('…', line.charAt(line.length() - 1));
    }
}
