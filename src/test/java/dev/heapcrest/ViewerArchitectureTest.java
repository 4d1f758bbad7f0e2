package dev.heapcrest;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the viewer, whose modules import one way: read from their import and export statements. */
class ViewerArchitectureTest {
    /** Rooms from the ground up; "" is main.js. A room imports from itself and from those before it. */
    private static final List<String> ROOMS = List.of("format", "model", "engine", "view", "");

    private static final Path SOURCES = Path.of("src", "main", "viewer");
    private static final Path TESTS = Path.of("src", "test", "viewer");
    private static final Pattern IMPORT = Pattern.compile("^import \\{([^}]*)} from '([^']+)';$", Pattern.MULTILINE);
    private static final Pattern ANY_IMPORT = Pattern.compile("^import\\b|\\bimport\\(", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export (?:async )?(?:function|class|const|let) (\\w+)", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^export let (\\w+);", Pattern.MULTILINE);

    private record Import(String from, String to, Set<String> names) {}

    private static Map<String, String> read(Path folder) {
        Map<String, String> modules = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                modules.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        assertTrue(modules.size() > 1, folder + " has modules");
        return modules;
    }

    private static final Map<String, String> MODULES = read(SOURCES);

    private static List<Import> importsOf(String module, String text) {
        List<Import> imports = new ArrayList<>();
        Matcher matcher = IMPORT.matcher(text);
        while (matcher.find()) {
            String path = matcher.group(2);
            // tests name modules from the root of their server
            Path to = path.startsWith("/")
                    ? Path.of(path.substring(1))
                    : Path.of(module).resolveSibling(path).normalize();
            imports.add(new Import(
                    module,
                    to.toString().replace('\\', '/'),
                    Set.of(matcher.group(1).strip().split("\\s*,\\s*"))));
        }
        assertEquals(
                imports.size(),
                ANY_IMPORT.matcher(text).results().count(),
                "every import of " + module + " is understood");
        return imports;
    }

    private static List<Import> imports() {
        return MODULES.entrySet().stream()
                .flatMap(module -> importsOf(module.getKey(), module.getValue()).stream())
                .toList();
    }

    private static int floorOf(String module) {
        String room = module.contains("/") ? module.substring(0, module.indexOf('/')) : "";
        int floor = ROOMS.indexOf(room);
        assertTrue(floor >= 0, module + " is in a room of the viewer");
        return floor;
    }

    @Test
    void rooms_import_one_way() {
        List<String> wrong = imports().stream()
                .filter(one -> floorOf(one.to) > floorOf(one.from))
                .map(one -> one.from + " imports " + one.to)
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void what_is_imported_is_exported_there_and_used_here() {
        List<String> wrong = new ArrayList<>();
        for (Import one : imports()) {
            String text = MODULES.getOrDefault(one.to, "");
            Set<String> exported = exportsOf(text);
            for (String name : one.names) {
                if (!exported.contains(name)) {
                    wrong.add(one.from + " imports " + name + ", which " + one.to + " does not export");
                }
                // types are used in comments
                String body = IMPORT.matcher(MODULES.get(one.from)).replaceAll("");
                if (!Pattern.compile("\\b" + name + "\\b").matcher(body).find()) {
                    wrong.add(one.from + " imports " + name + " and does not use it");
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void code_that_is_exported_is_used_elsewhere() {
        Set<String> used = new HashSet<>();
        imports().forEach(one -> one.names.forEach(name -> used.add(one.to + " " + name)));
        read(TESTS)
                .forEach((module, text) -> importsOf(module, text)
                        .forEach(one -> one.names.forEach(name -> used.add(one.to + " " + name))));
        String javaTests = javaTests();
        List<String> wrong = new ArrayList<>();
        MODULES.forEach((module, text) -> exportsOf(text).stream()
                .filter(name -> !namesOf(TYPE, text).contains(name))
                .filter(name -> !used.contains(module + " " + name))
                .filter(name -> !(javaTests.contains("'/" + module + "'")
                        && Pattern.compile("\\b" + name + "\\b")
                                .matcher(javaTests)
                                .find()))
                .forEach(name -> wrong.add(module + " exports " + name)));
        assertEquals(List.of(), wrong);
    }

    /** Java tests run modules in the browser, by {@code await import('/model/units.js')}. */
    private static String javaTests() {
        try (Stream<Path> files = Files.walk(Path.of("src", "test", "java", "dev", "heapcrest", "browser"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(Files.readString(file));
            }
            return String.join("\n", texts);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private static Set<String> exportsOf(String text) {
        return namesOf(EXPORT, text);
    }

    private static Set<String> namesOf(Pattern pattern, String text) {
        Set<String> names = new HashSet<>();
        for (MatchResult found : pattern.matcher(text).results().toList()) {
            names.add(found.group(1));
        }
        return names;
    }

    @Test
    void no_modules_import_each_other_in_a_circle() {
        Map<String, Set<String>> targets = new TreeMap<>();
        imports()
                .forEach(one -> targets.computeIfAbsent(one.from, from -> new HashSet<>())
                        .add(one.to));
        Set<String> done = new HashSet<>();
        List<String> circles = new ArrayList<>();
        MODULES.keySet().forEach(module -> follow(module, targets, new ArrayList<>(), done, circles));
        assertEquals(List.of(), circles);
    }

    private static void follow(
            String module,
            Map<String, Set<String>> targets,
            List<String> path,
            Set<String> done,
            List<String> circles) {
        int at = path.indexOf(module);
        if (at >= 0) {
            circles.add(path.subList(at, path.size()).stream().collect(joining(" -> ")) + " -> " + module);
        } else if (!done.contains(module)) {
            path.add(module);
            targets.getOrDefault(module, Set.of()).forEach(to -> follow(to, targets, path, done, circles));
            path.remove(path.size() - 1);
            done.add(module);
        }
    }
}
