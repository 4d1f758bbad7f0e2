package dev.heapcrest.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The captures that a command for many was given. */
public final class CaptureNames {
    /** As memray names them by default, and the files of forked processes beside them. */
    private static final Pattern CAPTURE = Pattern.compile(".\\.bin(?:\\.\\d+)?$");

    /** The same, and partials. */
    private static final Pattern CAPTURE_OR_PARTIAL = Pattern.compile(".\\.(?:bin(?:\\.\\d+)?|hcp)$");

    private static final Pattern NUL = Pattern.compile("\\x00");

    private static final Pattern LINE = Pattern.compile("\\r?\\n");

    private CaptureNames() {}

    /** Whether a file of a directory is taken for a capture, by its name alone. */
    public static boolean isOne(String fileName) {
        return CAPTURE.matcher(fileName).find();
    }

    /**
     * What was typed, and instead of a directory the captures in it, by name. Directories below it are not looked into: a
     * typed name shows what will be read.
     */
    static List<String> of(List<String> typed) throws CommandFailure {
        return of(typed, CAPTURE, "capture (*.bin)");
    }

    /**
     * A capture, and in which directory below a typed one it was found.
     *
     * @param below "" for one that was typed, or is in a typed directory itself
     */
    record Found(String capture, String below) {}

    /** The same with what is in the directories below a typed one, at any depth; links to directories are not followed. */
    static List<Found> withThoseBelow(List<String> typed) throws CommandFailure {
        List<Found> captures = new ArrayList<>();
        for (String each : typed) {
            if (each.equals("-") || !Files.isDirectory(UserPath.of(each))) {
                captures.add(new Found(each, ""));
            } else {
                captures.addAll(below(UserPath.of(each)));
            }
        }
        return captures;
    }

    private static List<Found> below(Path directory) throws CommandFailure {
        List<Found> captures = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (CAPTURE.matcher(String.valueOf(file.getFileName())).find() && !Files.isDirectory(file)) {
                    Path parent = directory.relativize(file).getParent();
                    captures.add(new Found(file.toString(), parent == null ? "" : parent.toString()));
                }
            }
        } catch (UncheckedIOException e) {
            throw unreadable(directory, CaptureInput.reason(Objects.requireNonNull(e.getCause())));
        } catch (IOException e) {
            throw unreadable(directory, AtomicFile.reason(e, directory));
        }
        if (captures.isEmpty()) {
            throw CommandFailure.failed("There is no capture (*.bin) in %s or below.".formatted(directory));
        }
        return captures;
    }

    /**
     * The names in a list.
     *
     * @param list its file; {@code -} is standard input
     * @param nul names end with a NUL, as those of {@code find -print0}; else with the line
     */
    static List<String> listed(String list, boolean nul, Terminal terminal) throws CommandFailure {
        try {
            byte[] bytes = list.equals("-") ? terminal.in().readAllBytes() : Files.readAllBytes(UserPath.of(list));
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return (nul ? NUL : LINE)
                    .splitAsStream(text)
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (CharacterCodingException e) {
            throw CommandFailure.failed("The list %s is not UTF-8.".formatted(list));
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot read the list %s: %s".formatted(list, CaptureInput.reason(e)));
        }
    }

    /** The same for commands that take partials as well, and lists: {@code @NAME} is a file with a name a line. */
    static List<String> withPartials(List<String> typed) throws CommandFailure {
        List<String> listed = new ArrayList<>();
        for (String each : typed) {
            if (each.startsWith("@") && each.length() > 1) {
                listed.addAll(list(UserPath.of(each.substring(1))));
            } else {
                listed.add(each);
            }
        }
        return of(listed, CAPTURE_OR_PARTIAL, "capture (*.bin) or partial (*.hcp)");
    }

    private static List<String> list(Path file) throws CommandFailure {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (CharacterCodingException e) {
            throw CommandFailure.failed("The list %s is not UTF-8.".formatted(file));
        } catch (IOException e) {
            throw CommandFailure.failed("Cannot read the list %s: %s".formatted(file, CaptureInput.reason(e)));
        }
    }

    private static List<String> of(List<String> typed, Pattern pattern, String what) throws CommandFailure {
        List<String> captures = new ArrayList<>();
        for (String each : typed) {
            if (!each.equals("-") && Files.isDirectory(UserPath.of(each))) {
                captures.addAll(in(UserPath.of(each), pattern, what));
            } else {
                captures.add(each);
            }
        }
        return captures;
    }

    private static List<String> in(Path directory, Pattern pattern, String what) throws CommandFailure {
        List<String> captures = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (pattern.matcher(String.valueOf(file.getFileName())).find() && !Files.isDirectory(file)) {
                    captures.add(file.toString());
                }
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(directory, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(directory, AtomicFile.reason(e, directory));
        }
        if (captures.isEmpty()) {
            throw CommandFailure.failed("There is no %s in %s.".formatted(what, directory));
        }
        captures.sort(null);
        return captures;
    }

    private static CommandFailure unreadable(Path directory, String reason) {
        return CommandFailure.failed("Cannot read the directory %s: %s".formatted(directory, reason));
    }
}
