package dev.heapcrest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.junit.jupiter.api.Test;

/** What other programs may use is marked, names nothing else, and every package says how it stands to that. */
class ApiTest {
    private static final List<JavaClass> MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.heapcrest").stream()
                    .toList();

    private static boolean api(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.isAnnotatedWith(API.class) && type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static boolean visible(java.util.Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    /** All types in what a caller sees of a type. */
    private static List<JavaClass> named(JavaClass type) {
        List<JavaClass> named = new ArrayList<>();
        type.getRawSuperclass().ifPresent(named::add);
        named.addAll(type.getRawInterfaces());
        for (JavaCodeUnit unit : type.getCodeUnits()) {
            if (visible(unit.getModifiers())) {
                unit.getReturnType().getAllInvolvedRawTypes().forEach(named::add);
                unit.getParameterTypes()
                        .forEach(parameter -> parameter.getAllInvolvedRawTypes().forEach(named::add));
                unit.getExceptionTypes().forEach(named::add);
            }
        }
        for (JavaField field : type.getFields()) {
            if (visible(field.getModifiers())) {
                field.getType().getAllInvolvedRawTypes().forEach(named::add);
            }
        }
        return named;
    }

    @Test
    void api_names_nothing_but_api_and_the_jdk() {
        List<String> strangers = new ArrayList<>();
        int seen = 0;
        for (JavaClass type : MAIN) {
            if (!api(type)) {
                continue;
            }
            seen++;
            for (JavaClass each : named(type)) {
                JavaClass element = each.getBaseComponentType();
                boolean known =
                        element.isPrimitive() || element.getPackageName().startsWith("java.") || api(element);
                if (!known) {
                    strangers.add(type.getName() + " names " + element.getName());
                }
            }
        }
        assertEquals(List.of(), strangers.stream().distinct().sorted().toList());
        assertTrue(seen > 30, seen + " API types");
    }

    @Test
    void every_package_says_whether_it_holds_api() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path sentence :
                    files.filter(file -> file.endsWith("package-info.java")).toList()) {
                String text = Files.readString(sentence);
                String name = text.replaceAll("(?s).*\\npackage ([\\w.]+);.*", "$1");
                boolean holds = MAIN.stream()
                        .anyMatch(type -> type.getPackageName().equals(name) && type.isAnnotatedWith(API.class));
                String expected = holds ? "API are the types that bear {@code @API}" : "<p>Internal.";
                assertTrue(text.contains(expected), name + " must say: " + expected);
            }
        }
    }
}
