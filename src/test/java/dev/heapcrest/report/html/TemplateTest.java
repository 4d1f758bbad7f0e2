package dev.heapcrest.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.reflect.MapObjectHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build makes of the templates writes what mustache.java writes. */
class TemplateTest {
    private static final Pattern NAME = Pattern.compile("\\{\\{\\{?[#^/]?([\\w.]+)}");

    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "<a href=\"x\">'b' & `c`=",
            "\u00e9\u4e2d\ud83d\ude00",
            "\ud83d",
            "{{name}}",
            IntStream.range(0, 300).mapToObj(Character::toString).collect(Collectors.joining()));

    @ParameterizedTest
    @ValueSource(strings = {"index", "head", "body"})
    void steps_of_a_template_write_what_mustache_writes(String name) throws IOException {
        long seed = Long.getLong("seed", 20261130L);
        Random random = new Random(seed);
        Template template = new Template(new TemplateBuild().steps(name));
        List<String> names = names(name);
        int longest = 0;
        for (int round = 0; round < 100; round++) {
            Map<String, Object> variables = variables(names, random, 3);
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            template.write(variables, written);
            assertEquals(
                    mustache(name, variables), written.toString(StandardCharsets.UTF_8), "seed " + seed + ": " + round);
            longest = Math.max(longest, written.size());
        }
        assertTrue(longest > mustache(name, Map.of()).length(), "sections and variables");
    }

    @Test
    void the_page_is_head_script_and_style_and_body() throws IOException {
        Map<String, Object> variables =
                new HashMap<>(Map.of("headline", "<b>", "summary", "<i>", "notes", List.of("n")));
        String expected = mustache("head", variables) + "SCRIPT AND STYLE" + mustache("body", variables);
        variables.put("shell", "SCRIPT AND STYLE");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Template.load(ShellBuild.PAGE).write(variables, written);
        assertEquals(expected, written.toString(StandardCharsets.UTF_8));
    }

    @Test
    void a_shell_is_written_as_it_is() throws IOException {
        Shell shell = Shell.load(Shell.ONE);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        shell.writeTo(expected);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new Template(TemplateBuild.step(Template.RAW, "shell")).write(Map.of("shell", shell), written);
        assertEquals(expected.toString(StandardCharsets.UTF_8), written.toString(StandardCharsets.UTF_8));
    }

    private static String mustache(String name, Map<String, Object> variables) throws IOException {
        DefaultMustacheFactory factory = new DefaultMustacheFactory();
        // of our variables only maps have names
        factory.setObjectHandler(new MapObjectHandler());
        StringWriter written = new StringWriter();
        factory.compile(TemplateBuild.PACKAGE + name + ".mustache")
                .execute(written, variables)
                .flush();
        // as a file has it: half a character is a question mark
        return new String(written.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Of the template and of those that it includes. */
    private static List<String> names(String template) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (String each : List.of(template, "skeleton", "captures", "groups")) {
            try (InputStream stream = TemplateTest.class.getResourceAsStream(each + ".mustache")) {
                Matcher name = NAME.matcher(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        names.remove(".");
        return new ArrayList<>(names);
    }

    private static Map<String, Object> variables(List<String> names, Random random, int depth) {
        Map<String, Object> variables = new HashMap<>();
        for (String name : names) {
            if (random.nextInt(4) > 0) {
                variables.put(name, value(names, random, depth));
            }
        }
        return variables;
    }

    private static Object value(List<String> names, Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0:
                return true;
            case 1:
                return false;
            case 2:
                return null;
            case 3:
                return random.nextInt(3) - 1;
            case 4:
            case 5:
                return TEXTS.get(random.nextInt(TEXTS.size()));
            case 6:
                return variables(names.subList(random.nextInt(names.size()), names.size()), random, 0);
            default:
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(
                            random.nextBoolean()
                                    ? TEXTS.get(random.nextInt(TEXTS.size()))
                                    : variables(names, random, 0));
                }
                return list;
        }
    }
}
