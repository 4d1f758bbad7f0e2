package dev.heapcrest.cli.documents;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completions for fish, which picocli does not write. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder("# Completions of heapcrest for fish.\n");

    private FishCompletion() {}

    static String of(CommandLine program) {
        return new FishCompletion().script(program);
    }

    private String script(CommandLine program) {
        // no files where a command is to be typed
        script.append("complete -c heapcrest -n __fish_use_subcommand -f\n");
        for (CommandSpec command : CommandText.commands(program)) {
            line("__fish_use_subcommand", "-f -a " + quoted(command.name()), CommandText.description(command));
        }
        options(program.getCommandSpec(), "__fish_use_subcommand");
        for (CommandSpec command : CommandText.commands(program)) {
            String within = "__fish_seen_subcommand_from " + String.join(" ", command.names());
            options(command, within);
            for (PositionalParamSpec parameter : CommandText.parameters(command)) {
                if (CommandText.kind(parameter) == CommandText.Kind.WORDS) {
                    line(within, "-a " + words(parameter), CommandText.description(parameter));
                }
            }
        }
        return script.toString();
    }

    private void options(CommandSpec command, String condition) {
        for (OptionSpec option : CommandText.options(command)) {
            StringBuilder names = new StringBuilder();
            Arrays.stream(option.names())
                    .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                    .forEach(name -> names.append(name).append(' '));
            if (option.arity().max() > 0) {
                names.append(values(option));
            }
            line(condition, names.toString().strip(), CommandText.description(option));
        }
    }

    private static String values(ArgSpec argument) {
        return switch (CommandText.kind(argument)) {
            case WORDS -> "-x -a " + words(argument);
            case DIRECTORY -> "-x -a '(__fish_complete_directories)'";
            case FILE -> "-r -F";
            case OTHER -> "-x";
        };
    }

    private static String words(ArgSpec argument) {
        return quoted(String.join(" ", CommandText.words(argument)));
    }

    private void line(String condition, String what, String description) {
        script.append("complete -c heapcrest -n ")
                .append(quoted(condition))
                .append(' ')
                .append(what)
                .append(" -d ")
                .append(quoted(CommandText.summary(description)))
                .append('\n');
    }

    private static String quoted(String plain) {
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
