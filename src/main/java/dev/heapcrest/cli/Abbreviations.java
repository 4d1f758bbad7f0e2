package dev.heapcrest.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Option names may be cut as far as they stay unique ({@code --leak}), as in Python's argparse, with which memray reads
 * its arguments. picocli 4.7.7 has abbreviations, of another kind, and with them it fails on the argument {@code -}.
 */
final class Abbreviations {
    private Abbreviations() {}

    static String[] expand(String[] arguments, CommandLine root) {
        String[] expanded = arguments.clone();
        CommandLine command = root;
        for (int i = 0; i < expanded.length && !expanded[i].equals("--"); i++) {
            if (command == root && root.getSubcommands().containsKey(expanded[i])) {
                command = root.getSubcommands().get(expanded[i]);
            } else if (expanded[i].startsWith("--")) {
                expanded[i] = expand(expanded[i], command);
            }
        }
        return expanded;
    }

    private static String expand(String argument, CommandLine command) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> names = command.getCommandSpec().options().stream()
                .map(OptionSpec::longestName)
                .filter(candidate -> candidate.startsWith(name))
                .toList();
        // Of several the whole name wins: --temporary-allocations is no abbreviation.
        return names.size() == 1 && !names.contains(name) ? names.get(0) + argument.substring(name.length()) : argument;
    }
}
