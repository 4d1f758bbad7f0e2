package dev.heapcrest.cli.documents;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for zsh in its own terms. picocli's script for bash works in zsh, too, but says nothing of what options do. */
final class ZshCompletion {
    private final StringBuilder script = new StringBuilder();

    private ZshCompletion() {}

    static String of(CommandLine program) {
        return new ZshCompletion().script(program);
    }

    private String script(CommandLine program) {
        line("#compdef heapcrest");
        line("");
        line("_heapcrest() {");
        line("  local curcontext=$curcontext state line ret=1");
        line("  local -a commands");
        line("  commands=(");
        for (CommandSpec command : CommandText.commands(program)) {
            String summary = CommandText.summary(CommandText.description(command));
            for (String name : command.names()) {
                line("    " + quoted(name + ":" + summary.replace(":", "\\:")));
            }
        }
        line("  )");
        line("  _arguments -C "
                + specifications(program.getCommandSpec(), Stream.of("'1: :->command'", "'*:: :->rest'"))
                + " && ret=0");
        line("  case $state in");
        line("    command) _describe -t commands command commands && ret=0 ;;");
        line("    rest)");
        line("      case $words[1] in");
        for (CommandSpec command : CommandText.commands(program)) {
            Stream<String> parameters = CommandText.parameters(command).stream()
                    .map(parameter -> quoted(
                            (parameter.arity().isVariable() || parameter.index().isVariable()
                                            ? "*"
                                            : String.valueOf(parameter.index().min() + 1))
                                    + ":" + label(parameter) + ":" + action(parameter)));
            line("        " + String.join("|", command.names()) + ")");
            line("          _arguments -s -S " + specifications(command, parameters) + " && ret=0 ;;");
        }
        line("      esac ;;");
        line("  esac");
        line("  return ret");
        line("}");
        line("");
        line("_heapcrest \"$@\"");
        return script.toString();
    }

    private static String specifications(CommandSpec command, Stream<String> parameters) {
        Stream<String> options = CommandText.options(command).stream().flatMap(ZshCompletion::specifications);
        return Stream.concat(options, parameters).collect(Collectors.joining(" \\\n            "));
    }

    /** One for each name; where an option may be given once, each name excludes the others. */
    private static Stream<String> specifications(OptionSpec option) {
        List<String> names = Arrays.asList(option.names());
        String before = option.isMultiValue() ? "*" : "(" + String.join(" ", names) + ")";
        boolean hasValue = option.arity().max() > 0;
        String after = "[" + bracketed(CommandText.summary(CommandText.description(option))) + "]"
                + (hasValue ? ":" + label(option) + ":" + action(option) : "");
        return names.stream().map(name -> {
            String joint = !hasValue ? "" : name.startsWith("--") ? "=" : "+";
            return quoted(before + name + joint + after);
        });
    }

    private static String label(ArgSpec argument) {
        return argument.paramLabel().replace(":", "\\:");
    }

    private static String action(ArgSpec argument) {
        return switch (CommandText.kind(argument)) {
            case WORDS -> "(" + String.join(" ", CommandText.words(argument)) + ")";
            case DIRECTORY -> "_files -/";
            case FILE -> "_files";
            case OTHER -> " ";
        };
    }

    private static String bracketed(String plain) {
        return plain.replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("]", "\\]")
                .replace(":", "\\:");
    }

    private static String quoted(String plain) {
        return "'" + plain.replace("'", "'\\''") + "'";
    }

    private void line(String line) {
        script.append(line).append('\n');
    }
}
