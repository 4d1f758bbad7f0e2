package dev.heapcrest.cli;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The captures that a command for many was given. */
final class CaptureNames {
    /** As memray names them by default, and the files of forked processes beside them. */
    private static final Pattern CAPTURE = Pattern.compile(".\\.bin(?:\\.\\d+)?$");

    private CaptureNames() {}

    /**
     * What was typed, and instead of a directory the captures in it, by name. Directories below it are not looked into: a
     * typed name shows what will be read.
     */
    static List<String> of(List<String> typed) throws CommandFailure {
        List<String> captures = new ArrayList<>();
        for (String each : typed) {
            if (!each.equals("-") && Files.isDirectory(UserPath.of(each))) {
                captures.addAll(in(UserPath.of(each)));
            } else {
                captures.add(each);
            }
        }
        return captures;
    }

    private static List<String> in(Path directory) throws CommandFailure {
        List<String> captures = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (CAPTURE.matcher(String.valueOf(file.getFileName())).find() && !Files.isDirectory(file)) {
                    captures.add(file.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(directory, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(directory, AtomicFile.reason(e, directory));
        }
        if (captures.isEmpty()) {
            throw CommandFailure.failed("There is no capture (*.bin) in %s.".formatted(directory));
        }
        captures.sort(null);
        return captures;
    }

    private static CommandFailure unreadable(Path directory, String reason) {
        return CommandFailure.failed("Cannot read the directory %s: %s".formatted(directory, reason));
    }
}
