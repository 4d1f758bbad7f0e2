package dev.heapcrest.cli;

import dev.heapcrest.merge.PartialOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How captures are read that are added up or compared. */
public final class ManyOptions {
    /** What looks like a named group. */
    private static final Pattern GROUP = Pattern.compile("(?<!\\\\)\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

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
            names = "--capture-nodes",
            paramLabel = "N",
            description =
                    "Keep the N largest call stacks of each capture. Others are in boxes (smaller), one below each that is"
                            + " kept, so that all sums stay exact. By default all are kept.")
    int captureNodes;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Give all captures that are read this label. May be given several times. The label host says"
                    + " whose clock a capture has.")
    List<String> labels = new ArrayList<>();

    @Option(
            names = "--label-from",
            paramLabel = "REGEX",
            description =
                    "Give each capture labels from its name as it was typed or found, with its directories: the named"
                            + " groups of the first match, for example 'run-(?<run>\\d+)/(?<worker>[^/]+)\\.bin'.")
    @Nullable
    String labelFrom;

    /** By default all call stacks are kept. */
    public ManyOptions() {}

    /** @param captureNodes how many are kept of each capture by default */
    public ManyOptions(int captureNodes) {
        this.captureNodes = captureNodes;
    }

    /** What shapes partials. */
    public PartialOptions partial() throws CommandFailure {
        if (captureNodes < 0) {
            throw CommandFailure.usage("argument --capture-nodes: must not be negative");
        }
        return new PartialOptions(!exactPaths, splitProcesses, captureNodes);
    }

    /** Labels of each capture, by its name. */
    public Function<String, SortedMap<String, String>> labels() throws CommandFailure {
        SortedMap<String, String> pairs = new TreeMap<>();
        for (String label : labels) {
            int equals = equals(label, "--label");
            pairs.put(label.substring(0, equals), label.substring(equals + 1));
        }
        if (labelFrom == null) {
            return name -> pairs;
        }
        Pattern pattern = pattern(labelFrom);
        List<String> groups =
                GROUP.matcher(labelFrom).results().map(group -> group.group(1)).toList();
        if (groups.isEmpty()) {
            throw CommandFailure.usage(
                    "argument --label-from: '%s' has no named group (?<key>...)".formatted(labelFrom));
        }
        return name -> {
            SortedMap<String, String> both = new TreeMap<>(pairs);
            Matcher matcher = pattern.matcher(name);
            if (matcher.find()) {
                for (String group : groups) {
                    String value = value(matcher, group);
                    if (value != null) {
                        both.put(group, value);
                    }
                }
            }
            return both;
        };
    }

    /** Null for a group that took no part, and for what only looks like one: in quotes, or in a class of characters. */
    private static @Nullable String value(Matcher matcher, String group) {
        try {
            return matcher.group(group);
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static Pattern pattern(String regex) throws CommandFailure {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage(
                    "argument --label-from: '%s' is no regular expression: %s".formatted(regex, e.getDescription()));
        }
    }

    /** New names of files, by {@code --map-path}. */
    public UnaryOperator<String> files() throws CommandFailure {
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
