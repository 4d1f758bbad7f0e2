package dev.heapcrest.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** picocli's classes in a newer format are what they were, and Java accepts them. */
class NewerClassFilesTest {
    private static final int JAVA_8 = 52;

    /** Defines some classes itself; Java checks their code when they are initialised. */
    private static final class Defining extends ClassLoader {
        private final Map<String, byte[]> classes;

        Defining(Map<String, byte[]> classes) {
            super(NewerClassFilesTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? defineClass(name, code, 0, code.length) : known;
        }
    }

    @Test
    void all_classes_are_of_java_8_and_pass_its_checks_with_the_members_they_had() throws Exception {
        Map<String, byte[]> old = picocli();
        Map<String, byte[]> newer = new TreeMap<>();
        old.forEach((name, code) -> newer.put(name, NewerClassFiles.newer(code)));
        Defining before = new Defining(old);
        Defining after = new Defining(newer);
        assertTrue(old.size() > 200, old.size() + " classes");
        for (String name : old.keySet()) {
            assertEquals(JAVA_8, newer.get(name)[7], name);
            Class<?> checked = Class.forName(name, true, after);
            assertEquals(after, checked.getClassLoader(), name);
            assertEquals(members(Class.forName(name, false, before)), members(checked), name);
        }
    }

    private static List<String> members(Class<?> of) {
        return List.of(
                Arrays.stream(of.getDeclaredMethods())
                        .map(Object::toString)
                        .sorted()
                        .toList()
                        .toString(),
                Arrays.stream(of.getDeclaredFields())
                        .map(Object::toString)
                        .sorted()
                        .toList()
                        .toString(),
                Arrays.toString(of.getDeclaredAnnotations()));
    }

    private static Map<String, byte[]> picocli() throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        for (URL place : Collections.list(
                NewerClassFilesTest.class.getClassLoader().getResources("picocli/CommandLine.class"))) {
            if (place.openConnection() instanceof JarURLConnection inside) {
                JarFile jar = inside.getJarFile();
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (entry.getName().startsWith("picocli/")
                            && entry.getName().endsWith(".class")) {
                        classes.put(
                                entry.getName().replace('/', '.').replaceAll("\\.class$", ""),
                                jar.getInputStream(entry).readAllBytes());
                    }
                }
            }
        }
        return classes;
    }
}
