package dev.heapcrest.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What captures are called in reports of {@code check} and in its baseline. */
final class CheckNames {
    private CheckNames() {}

    /**
     * In the order of captures; each name is there once.
     *
     * @param nameFrom a regular expression whose first group in the file name is the name; null for the file name
     */
    static List<String> of(List<String> captures, @Nullable String nameFrom) throws CommandFailure {
        Pattern pattern = null;
        try {
            pattern = nameFrom == null ? null : Pattern.compile(nameFrom);
        } catch (PatternSyntaxException e) {
            throw CommandFailure.usage("argument --name-from: no regular expression: " + e.getDescription());
        }
        List<String> names = new ArrayList<>();
        Map<String, String> known = new HashMap<>();
        for (String capture : captures) {
            if (capture.equals("-")) {
                throw CommandFailure.usage("argument results: a capture needs a name here, so standard input is none");
            }
            String file = String.valueOf(UserPath.of(capture).getFileName());
            String name = withoutSuffix(withoutSuffix(file, PartialFile.SUFFIX), ".bin");
            Matcher matcher = pattern == null ? null : pattern.matcher(file);
            if (matcher != null && matcher.find()) {
                String group = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                name = group == null ? name : group;
            }
            String other = known.put(name, capture);
            if (other != null) {
                throw CommandFailure.usage("argument results: %s and %s are both called %s; --name-from can help"
                        .formatted(other, capture, name));
            }
            names.add(name);
        }
        return names;
    }

    private static String withoutSuffix(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
