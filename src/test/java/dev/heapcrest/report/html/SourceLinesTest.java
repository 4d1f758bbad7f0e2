package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void by_default_only_python_and_public_or_executable_files_are_shown() throws IOException {
        byte[] content = "secret".getBytes(StandardCharsets.UTF_8);
        file("secret.txt", content, "rw-------");
        file("group.txt", content, "rw-r-----");
        file("public.txt", content, "rw----r--");
        file("tool", content, "rwx------");
        file("secret.py", content, "rw-------");
        assertEquals("", line(ConfidentialFiles.DEFAULT, "secret.txt", 1));
        assertEquals("", line(ConfidentialFiles.DEFAULT, "group.txt", 1));
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "public.txt", 1));
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "tool", 1));
        assertEquals("secret", line(ConfidentialFiles.DEFAULT, "secret.py", 1));
        assertEquals("secret", line(ConfidentialFiles.NONE, "secret.txt", 1));
        assertEquals("", line(ConfidentialFiles.ALL, "secret.py", 1));
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
