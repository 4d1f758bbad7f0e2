package dev.heapcrest.cli.documents;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Completions for bash.
 *
 * <p>picocli's own script completes files only for what has Java's type of a file. Ours are texts, since a name may be {@code
 * -}; and it offers words as Java has them, in capitals.
 */
final class BashCompletion {
    /** An empty reply makes bash complete files, quoted as they need; +o default keeps it from that. */
    private static final String BEFORE = """
            # Completions of heapcrest for bash.
            _heapcrest() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command= given= options= words= first= i
              COMPREPLY=()
              # --progress=plain is three words
              if [ "$word" = = ]; then
                word=
              elif [ "$before" = = ]; then
                before=${COMP_WORDS[COMP_CWORD - 2]}
              fi
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                  -* | =) ;;
                  *)
                    if [ -z "$command" ]; then
                      command=${COMP_WORDS[i]}
                    else
                      given="$given ${COMP_WORDS[i]}"
                    fi
                    ;;
                esac
              done
              case $command in
            """;

    private static final String AFTER = """
                *) return ;;
              esac
              case $word in
                -*) words=$options ;;
              esac
              if [ -z "$words" ] && [ -n "$first" ]; then
                # once
                for i in $first; do
                  case " $given " in
                    *" $i "*) return ;;
                  esac
                done
                words=$first
              fi
              [ -z "$words" ] || COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -o default -F _heapcrest heapcrest
            """;

    private final StringBuilder script = new StringBuilder(BEFORE);

    private BashCompletion() {}

    static String of(CommandLine program) {
        return new BashCompletion().script(program);
    }

    private String script(CommandLine program) {
        Stream<String> commands = CommandText.commands(program).stream().flatMap(each -> each.names().stream());
        line("    '')");
        line("      compopt +o default");
        line("      words='"
                + Stream.concat(commands, names(program.getCommandSpec())).collect(Collectors.joining(" ")) + "'");
        line("      ;;");
        CommandText.commands(program).forEach(this::command);
        return script.append(AFTER).toString();
    }

    private void command(CommandSpec command) {
        line("    " + String.join(" | ", command.names()) + ")");
        line("      options='" + names(command).collect(Collectors.joining(" ")) + "'");
        CommandText.parameters(command).stream()
                .filter(parameter -> CommandText.kind(parameter) == CommandText.Kind.WORDS)
                .forEach(parameter -> line("      first='" + String.join(" ", CommandText.words(parameter)) + "'"));
        line("      case $before in");
        for (OptionSpec option : CommandText.options(command)) {
            if (option.arity().max() > 0) {
                line("        " + String.join(" | ", List.of(option.names())) + ") " + value(option) + " ;;");
            }
        }
        line("      esac");
        line("      ;;");
    }

    private static Stream<String> names(CommandSpec command) {
        return CommandText.options(command).stream().flatMap(option -> Arrays.stream(option.names()));
    }

    private static String value(ArgSpec argument) {
        return switch (CommandText.kind(argument)) {
            case WORDS -> "words='" + String.join(" ", CommandText.words(argument)) + "'";
            case DIRECTORY -> "compopt +o default -o dirnames && return";
            case FILE -> "return";
            case OTHER -> "compopt +o default && return";
        };
    }

    private void line(String line) {
        script.append(line).append('\n');
    }
}
