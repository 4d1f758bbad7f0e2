package dev.heapcrest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.heapcrest.report.html.Profiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    private final FileKind.Sorter sorter = new FileKind.Sorter(Profiles.header("app.py"));

    @ParameterizedTest
    @CsvSource({
        "/home/me/project/app/core/x.py, PROGRAM, app",
        "/home/me/project/main.py, PROGRAM, main",
        "/elsewhere/tool.py, PROGRAM, tool",
        "/usr/lib/python3.13/json/decoder.py, STANDARD_LIBRARY, json",
        "/usr/lib/python3.13/re.py, STANDARD_LIBRARY, re",
        "/usr/lib/python3.13/site-packages/numpy/core/a.py, SITE_PACKAGES, numpy",
        "/other/venv/lib/python3.9/site-packages/six.py, SITE_PACKAGES, six",
        "/usr/lib/python3/dist-packages/yaml/__init__.py, SITE_PACKAGES, yaml",
        "/opt/py/lib/python3.8/lib-dynload/x.py, STANDARD_LIBRARY, x",
        "<frozen importlib._bootstrap>, FROZEN, importlib",
        "<string>, FROZEN, <string>",
        "<unknown>, NATIVE, native code",
        "Python/ceval.c, NATIVE, native code",
        "script, OTHER, script",
        "'', OTHER, ''"
    })
    void files_are_sorted_by_where_they_lie(String file, FileKind kind, String module) {
        assertEquals(new FileKind.Place(kind, module), sorter.place(file));
    }
}
