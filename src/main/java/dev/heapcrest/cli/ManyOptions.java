package dev.heapcrest.cli;

import dev.heapcrest.merge.PartialOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** How captures are read that are added up or compared. */
final class ManyOptions {
    @Option(
            names = "--exact-paths",
            description = "Name files as the captures have them. By default files of packages and of the standard"
                    + " library are named <site-packages>/... and <stdlib>/..., so that captures of several environments"
                    + " have stacks in common.")
    boolean exactPaths;

    @Option(
            names = "--split-processes",
            description = "Keep captures apart: the outermost level of the tree is the capture.")
    boolean splitProcesses;

    @Option(
            names = "--map-path",
            paramLabel = "FROM=TO",
            description = "Files whose path begins with FROM begin with TO instead. May be given several times; the"
                    + " first that fits counts.")
    List<String> mapPaths = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Give all captures that are read this label. May be given several times. The label host says"
                    + " whose clock a capture has.")
    List<String> labels = new ArrayList<>();

    PartialOptions partial() {
        return new PartialOptions(!exactPaths, splitProcesses);
    }

    SortedMap<String, String> labels() throws CommandFailure {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String label : labels) {
            int equals = equals(label, "--label");
            pairs.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return pairs;
    }

    UnaryOperator<String> files() throws CommandFailure {
        for (String mapping : mapPaths) {
            equals(mapping, "--map-path");
        }
        List<String> mappings = List.copyOf(mapPaths);
        return file -> {
            for (String mapping : mappings) {
                int equals = mapping.indexOf('=');
                if (file.startsWith(mapping.substring(0, equals))) {
                    return mapping.substring(equals + 1) + file.substring(equals);
                }
            }
            return file;
        };
    }

    private static int equals(String pair, String option) throws CommandFailure {
        int equals = pair.indexOf('=');
        if (equals < 1) {
            throw CommandFailure.usage(
                    "argument %s: '%s' is not two texts with = between them".formatted(option, pair));
        }
        return equals;
    }
}
