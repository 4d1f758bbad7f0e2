package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What code and documents cite is there: sections, headings, links, files, tests. */
class DocumentationTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** Folders that hold what somebody wrote; the rest is built, or recorded. */
    private static final List<String> WRITTEN = List.of("docs", "src", "benchmarks", "testdata", "bin", ".github");

    private static final Set<String> TEXT = Set.of("md", "java", "js", "c", "py", "css", "yml");

    /** Cites what is not there, on purpose. */
    private static final String SELF = "DocumentationTest.java";

    /** What begins a line of a comment. */
    private static final Pattern LEADER = Pattern.compile("\n[ \t]*(?:\\*(?!/)|//|#(?!#))?[ \t]*");

    private static final String NUMBER = "\\d+(?:\\.\\d+)*";

    /** "docs/x.md, sections 1, 2.3 and 4"; a link to the document will do, and without a document it is the same one. */
    private static final Pattern CITATION = Pattern.compile("(?:([\\w./-]+\\.md)(?:#[\\w-]+)?[)`]*,? \\(?)?"
            + "\\b[Ss]ections? (" + NUMBER + "(?:(?:, | and | or | to |, and )" + NUMBER + ")*)");

    /** docs/x.md, "Heading", or docs/x.md ("Heading"). */
    private static final Pattern CITED_HEADING = Pattern.compile("(docs/[\\w./-]+\\.md),? \\(?\"([^\"]+)\"");

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE_SPAN = Pattern.compile("`[^`\n]+`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern NUMBERED = Pattern.compile("(" + NUMBER + "(?:, " + NUMBER + ")*)\\.? .*");

    /** A path of the repository, as documents and comments name it; what the examples write is not one. */
    private static final Pattern PATH =
            Pattern.compile("(?<![\\w./$-])((?:docs|src|benchmarks|testdata|bin)/[\\w./-]*+)(?![*$<{])");

    /** A test, perhaps with its method, as the documents name it. */
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");

    /** A type, as the documents name it: of two words at least, so that it is no option or value. */
    private static final Pattern TYPE = Pattern.compile("`([A-Z]+[a-z]\\w*[A-Z]\\w*)(?:\\.\\w+)?`");

    /** Names classes of other programs. */
    private static final Path ABOUT_MEMRAY = Path.of("docs/capture-format.md");

    private static final Map<Path, String> FILES = files();

    private static final Set<String> WORDS_OF_CODE = wordsOfCode();

    @Test
    void the_test_sees_the_repository() {
        assertTrue(FILES.size() > 300, FILES.size() + " files");
        assertTrue(FILES.containsKey(Path.of("README.md")) && FILES.containsKey(Path.of("docs/capture-format.md")));
    }

    @Test
    void every_cited_section_is_there() {
        long cited = FILES.values().stream()
                .flatMap(text -> CITATION.matcher(joined(text)).results())
                .count();
        assertTrue(cited > 60, cited + " citations: fewer than there were, does the pattern still find them?");
        check(DocumentationTest::wrongSections);
    }

    @Test
    void every_cited_heading_is_there() {
        check(DocumentationTest::wrongHeadings);
    }

    @Test
    void every_link_leads_somewhere() {
        check(DocumentationTest::wrongLinks);
    }

    @Test
    void every_path_that_is_named_is_there() {
        check(DocumentationTest::wrongPaths);
    }

    @Test
    void every_test_that_is_named_is_there() {
        check(DocumentationTest::wrongTests);
    }

    @Test
    void every_type_that_is_named_is_there() {
        check(DocumentationTest::wrongTypes);
    }

    @Test
    void a_wrong_section_is_found() {
        Path java = Path.of("src/main/java/X.java");
        assertEquals(List.of(), wrongSections(java, "/** As memray (docs/capture-format.md,\n * section 13.1). */"));
        assertEquals(
                List.of("docs/capture-format.md has no section 13.9"),
                wrongSections(java, "/** As memray (docs/capture-format.md,\n * sections 13.1 and 13.9). */"));
        assertEquals(
                List.of("docs/report-format.md has no section 99"),
                wrongSections(java, "// see docs/report-format.md, section 99"));
        assertEquals(List.of("section 4: of which document?"), wrongSections(java, "/** The header (section 4). */"));
        assertEquals(List.of("there is no docs/law.md"), wrongSections(java, "// docs/law.md, section 1"));
        assertEquals(List.of(), wrongSections(Path.of("docs/capture-format.md"), "as section 13.2 says"));
    }

    @Test
    void a_wrong_heading_is_found() {
        Path js = Path.of("src/main/viewer/x.js");
        assertEquals(List.of(), wrongHeadings(js, "// docs/report-format.md, \"Metadata\""));
        assertEquals(
                List.of("docs/report-format.md has no heading \"Metadatum\""),
                wrongHeadings(js, "// docs/report-format.md (\"Metadatum\")"));
    }

    @Test
    void a_wrong_link_is_found() {
        Path glossary = Path.of("docs/glossary.md");
        assertEquals(List.of(), wrongLinks(glossary, "[a](capture-format.md#4-header) [b](#glossary) [c](../LICENSE)"));
        assertEquals(List.of("capture-format.md#4-footer"), wrongLinks(glossary, "[a](capture-format.md#4-footer)"));
        assertEquals(List.of("#missing"), wrongLinks(glossary, "# Glossary\n[a](#missing)"));
        assertEquals(List.of("missing.md"), wrongLinks(glossary, "![a\nb](missing.md)"));
        assertEquals(List.of("images/x.png"), wrongLinks(glossary, "<img src=\"images/x.png\">"));
        assertEquals(List.of("../../x.md"), wrongLinks(glossary, "[outside](../../x.md)"));
        assertEquals(List.of(), wrongLinks(glossary, "`[a](b.md)` [web](https://example.org/x.md)"));
    }

    @Test
    void a_wrong_path_is_found() {
        Path readme = Path.of("README.md");
        assertEquals(List.of("docs/law.md"), wrongPaths(readme, "`docs/law.md` and `docs/cli.md`, target/docs/x.md"));
        assertEquals(List.of("src/main/kotlin"), wrongPaths(readme, "under `src/main/kotlin`."));
    }

    @Test
    void a_wrong_test_is_found() {
        Path readme = Path.of("README.md");
        assertEquals(List.of(), wrongTests(readme, "`DocumentationTest.a_wrong_test_is_found`"));
        assertEquals(
                List.of("MissingTest", "DocumentationTest.missing"),
                wrongTests(readme, "`MissingTest`, `DocumentationTest.missing`"));
    }

    @Test
    void a_wrong_type_is_found() {
        Path readme = Path.of("README.md");
        assertEquals(List.of(), wrongTypes(readme, "`DocumentationTest`, `FileChannel`, `LZ4`, `Missing`"));
        assertEquals(List.of("Missing" + "Type"), wrongTypes(readme, "`Missing" + "Type.of`"));
    }

    private static List<String> wrongSections(Path file, String text) {
        List<String> wrong = new ArrayList<>();
        CITATION.matcher(joined(text)).results().forEach(citation -> {
            Path document = citation.group(1) != null ? document(citation.group(1)) : file;
            if (!isMarkdown(document)) {
                wrong.add("section " + citation.group(2) + ": of which document?");
            } else if (!FILES.containsKey(document)) {
                wrong.add("there is no " + document);
            } else {
                Set<String> sections = sections(document);
                Pattern.compile(NUMBER)
                        .matcher(citation.group(2))
                        .results()
                        .map(MatchResult::group)
                        .filter(number -> !sections.contains(number))
                        .forEach(number -> wrong.add(document + " has no section " + number));
            }
        });
        return wrong;
    }

    private static List<String> wrongHeadings(Path file, String text) {
        return CITED_HEADING
                .matcher(joined(text))
                .results()
                .filter(citation -> headings(Path.of(citation.group(1))).noneMatch(citation.group(2)::equals))
                .map(citation -> citation.group(1) + " has no heading \"" + citation.group(2) + "\"")
                .toList();
    }

    private static List<String> wrongLinks(Path file, String text) {
        if (!isMarkdown(file)) {
            return List.of();
        }
        String prose = CODE_SPAN.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                .filter(target -> !target.matches("(?:https?|mailto):.*"))
                .filter(target -> !leadsSomewhere(file, target))
                .toList();
    }

    private static boolean leadsSomewhere(Path file, String link) {
        int hash = link.indexOf('#');
        String name = hash < 0 ? link : link.substring(0, hash);
        Path target = name.isEmpty() ? file : file.resolveSibling(name).normalize();
        return !target.startsWith("..")
                && Files.exists(ROOT.resolve(target))
                && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    private static List<String> wrongPaths(Path file, String text) {
        return PATH.matcher(text)
                .results()
                .map(named -> named.group(1).replaceAll("[.-]+$", ""))
                .filter(named -> isMarkdown(file) || named.endsWith(".md"))
                .filter(named -> !named.endsWith(".html"))
                .filter(named -> !Files.exists(ROOT.resolve(named)))
                .toList();
    }

    private static List<String> wrongTests(Path file, String text) {
        if (!isMarkdown(file)) {
            return List.of();
        }
        return TEST.matcher(text)
                .results()
                .filter(named -> !isTest(named.group(1), named.group(2)))
                .map(named -> named.group().replace("`", ""))
                .toList();
    }

    private static boolean isTest(String type, String method) {
        return FILES.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(type + ".java"))
                .anyMatch(entry -> method == null || entry.getValue().contains(" " + method + "("));
    }

    private static List<String> wrongTypes(Path file, String text) {
        if (!isMarkdown(file) || file.equals(ABOUT_MEMRAY)) {
            return List.of();
        }
        return TYPE.matcher(text)
                .results()
                .map(named -> named.group(1))
                .filter(named -> !WORDS_OF_CODE.contains(named))
                .toList();
    }

    private static Set<String> wordsOfCode() {
        Pattern word = Pattern.compile("\\w+");
        return FILES.entrySet().stream()
                .filter(entry -> !isMarkdown(entry.getKey()))
                .flatMap(entry -> word.matcher(entry.getValue()).results())
                .map(MatchResult::group)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static String joined(String text) {
        return LEADER.matcher(text).replaceAll(" ");
    }

    private static boolean isMarkdown(Path file) {
        return file.toString().endsWith(".md");
    }

    /** Documents name each other without their folder. */
    private static Path document(String name) {
        return Path.of("docs").resolve(Path.of(name).getFileName());
    }

    private static Stream<String> headings(Path document) {
        return HEADING.matcher(FENCED.matcher(FILES.getOrDefault(document, "")).replaceAll(""))
                .results()
                .map(heading -> heading.group(1).strip());
    }

    private static Set<String> sections(Path document) {
        return Set.copyOf(headings(document)
                .map(NUMBERED::matcher)
                .filter(Matcher::matches)
                .flatMap(heading -> Stream.of(heading.group(1).split(", ")))
                .distinct()
                .toList());
    }

    /** As public forges make them: lower case, no punctuation, hyphens for blanks, a number where one comes again. */
    private static Set<String> anchors(Path document) {
        Map<String, Integer> met = new HashMap<>();
        return Set.copyOf(headings(document)
                .map(heading -> heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .map(anchor -> met.merge(anchor, 1, Integer::sum) == 1 ? anchor : anchor + "-" + (met.get(anchor) - 1))
                .toList());
    }

    private interface Rule {
        List<String> wrong(Path file, String text);
    }

    private static void check(Rule rule) {
        List<String> wrong = new ArrayList<>();
        FILES.forEach((file, text) -> {
            if (!file.endsWith(SELF)) {
                rule.wrong(file, text).forEach(what -> wrong.add(file + ": " + what));
            }
        });
        assertEquals(List.of(), wrong);
    }

    private static Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> top = Files.list(ROOT)) {
            top.filter(path -> isMarkdown(path)
                            || WRITTEN.contains(path.getFileName().toString()))
                    .forEach(path -> add(path, files));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    private static void add(Path path, Map<Path, String> files) {
        SimpleFileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String name = file.getFileName().toString();
                if (TEXT.contains(name.substring(name.lastIndexOf('.') + 1))) {
                    files.put(ROOT.relativize(file), Files.readString(file));
                }
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(path, visitor);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
