package dev.heapcrest.cli.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page in the macros of man(7).
 *
 * <p>picocli's own generator writes AsciiDoc. What turns that into a manual page is 60 MB of Ruby, for the twelve macros that
 * are used here.
 */
final class ManualPage {
    /** What the launcher and the program read. */
    private static final List<List<String>> VARIABLES = List.of(
            List.of("JAVA_HOME", "The Java to use, if it is 17 or later. Without it, the one on the PATH."),
            List.of("HEAPCREST_JAVA_OPTS", "Options for Java, separated by blanks, such as -Xmx20g. They come last."),
            List.of("HEAPCREST_CDS", "off: make and use no archive of classes."),
            List.of("HEAPCREST_SYMBOLIZER", "The llvm-symbolizer or addr2line that reads debug information."),
            List.of("SOURCE_DATE_EPOCH", "When a page says it was made, in seconds since 1970."),
            List.of("XDG_CACHE_HOME", "Where the archive of classes goes if it cannot be beside the jar."));

    private final StringBuilder text = new StringBuilder();

    private ManualPage() {}

    static String of(CommandSpec command, String release, String date) {
        return new ManualPage().page(command, release, date);
    }

    private String page(CommandSpec command, String release, String date) {
        boolean program = command.parent() == null;
        String name = program ? "heapcrest" : "heapcrest-" + command.name();
        String description = CommandText.description(command);
        line(".TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 " + quoted(date) + " "
                + quoted("Heapcrest " + release) + " " + quoted("Heapcrest"));
        line(".SH NAME");
        line(escaped(name) + " \\- " + escaped(CommandText.summary(description)));
        line(".SH SYNOPSIS");
        synopsis(command);
        line(".SH DESCRIPTION");
        paragraph(description);
        if (program) {
            commands(command);
        }
        List<PositionalParamSpec> parameters = CommandText.parameters(command);
        if (!parameters.isEmpty()) {
            line(".SH ARGUMENTS");
            for (PositionalParamSpec parameter : parameters) {
                item("\\fI" + escaped(parameter.paramLabel()) + "\\fR", CommandText.description(parameter));
            }
        }
        line(".SH OPTIONS");
        for (OptionSpec option : CommandText.options(command)) {
            item(names(option), CommandText.description(option));
        }
        notes(command);
        if (program) {
            line(".SH ENVIRONMENT");
            VARIABLES.forEach(variable -> item("\\fB" + escaped(variable.get(0)) + "\\fR", variable.get(1)));
        }
        line(".SH SEE ALSO");
        line(program ? commandNames(command) : ".BR heapcrest (1)");
        return text.toString();
    }

    private void synopsis(CommandSpec command) {
        String[] custom = command.usageMessage().customSynopsis();
        String synopsis = custom.length > 0
                ? String.join("\n", custom).replaceAll("@\\|bold [^|]*\\|@", "heapcrest " + command.name())
                : command.commandLine().getHelp().synopsis(0);
        line(".nf");
        for (String each : Ansi.OFF.string(synopsis).split("\n", -1)) {
            if (!each.isBlank()) {
                line(escaped(each));
            }
        }
        line(".fi");
    }

    private void commands(CommandSpec program) {
        line(".SH COMMANDS");
        for (CommandSpec command : CommandText.commands(program.commandLine())) {
            item(
                    "\\fB" + escaped(command.name()) + "\\fR",
                    CommandText.summary(CommandText.description(command)) + ".");
        }
    }

    /** What the help says last, a paragraph a line. */
    private void notes(CommandSpec command) {
        String[] footer = command.usageMessage().footer();
        List<String> notes = Arrays.stream(footer)
                .map(note -> CommandText.plain(new String[] {note}))
                .filter(note -> !note.isEmpty())
                .toList();
        if (!notes.isEmpty()) {
            line(".SH NOTES");
            notes.forEach(this::paragraph);
        }
    }

    private static String commandNames(CommandSpec program) {
        return CommandText.commands(program.commandLine()).stream()
                .map(command -> ".BR " + escaped("heapcrest-" + command.name()) + " (1)")
                .collect(Collectors.joining(",\n"));
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        String value = CommandText.value(option);
        return value.isEmpty() ? names : names + "=\\fI" + escaped(value) + "\\fR";
    }

    private void item(String title, String description) {
        line(".TP");
        line(title);
        line(escaped(description));
    }

    private void paragraph(String paragraph) {
        line(".PP");
        line(escaped(paragraph));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String quoted(String word) {
        return '"' + escaped(word).replace("\"", "\\(dq") + '"';
    }

    /** A dot or an apostrophe that begins a line would be a macro, a plain hyphen no minus. */
    private static String escaped(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }
}
