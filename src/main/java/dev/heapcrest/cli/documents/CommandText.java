package dev.heapcrest.cli.documents;

import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What manual pages and completions share: the model's texts without markup, and what the value of an option is. */
final class CommandText {
    /** How our options call files and directories that exist or come to be. */
    private static final Set<String> FILES = Set.of("file", "output", "out", "program", "results", "base", "new");

    private static final Set<String> DIRECTORIES = Set.of("dir", "directory");

    private CommandText() {}

    /** What completes a value. */
    enum Kind {
        WORDS,
        FILE,
        DIRECTORY,
        OTHER
    }

    /** Each command once, without its aliases and without those that are hidden, in the order of the help. */
    static List<CommandSpec> commands(CommandLine program) {
        return program.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .filter(command -> !command.usageMessage().hidden())
                .toList();
    }

    static List<OptionSpec> options(CommandSpec command) {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    static List<PositionalParamSpec> parameters(CommandSpec command) {
        return command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .toList();
    }

    /** One paragraph. */
    static String description(CommandSpec command) {
        return plain(command.usageMessage().description());
    }

    static String description(ArgSpec argument) {
        return plain(argument.description());
    }

    /** The first sentence, for a list. */
    static String summary(String description) {
        int end = description.indexOf(". ");
        String first = end < 0 ? description : description.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    /** The value as the help names it, or nothing where there is none: {@code =FILE}. */
    static String value(OptionSpec option) {
        return option.arity().max() == 0 ? "" : option.paramLabel();
    }

    /** What may be given, where these are a few words. */
    static List<String> words(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        if (candidates == null) {
            return List.of();
        }
        return StreamSupport.stream(candidates.spliterator(), false)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    static Kind kind(ArgSpec argument) {
        String label = argument.paramLabel().toLowerCase(Locale.ROOT);
        if (!words(argument).isEmpty()) {
            return Kind.WORDS;
        }
        return DIRECTORIES.contains(label) ? Kind.DIRECTORY : FILES.contains(label) ? Kind.FILE : Kind.OTHER;
    }

    /** Without the markup of picocli, as a paragraph. */
    static String plain(String[] lines) {
        return Arrays.stream(lines)
                .map(line -> Ansi.OFF.string(formatted(line)))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** As picocli prints it: a text that is no format stays as it is. */
    private static String formatted(String line) {
        try {
            return String.format(Locale.ROOT, line);
        } catch (IllegalFormatException e) {
            return line;
        }
    }
}
