package dev.heapcrest.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRulesTest {
    @ParameterizedTest
    @CsvSource({
        "_PyEval_EvalFrameDefault, Python/ceval.c, true",
        "_PyEval_EvalFrameDefault, /src/cpython/Python/ceval.c, true",
        "_PyEval_EvalFrameDefault, app.py, false",
        "my_VectorCall_it, Objects/call.c, true",
        "type_call, Objects/typeobject.c, true",
        "type_call, mine/typeobject.c, false",
        "anything, Objects/call.c, true",
        "list_append, Objects/listobject.c, false",
        "_TAIL_CALL_LOAD.llvm.123, Python/ceval.c, true",
        "_TAIL_CALL_LOAD, Python/ceval.c, false",
        "_find_and_load, <frozen importlib._bootstrap>, true",
        "import_name, Python/ceval.c, true",
        "import_name, app.py, false",
        "_run_code, /usr/lib/python3.9/runpy.py, true",
        "_run_code, <frozen runpy>, true",
        "main, app.py, false"
    })
    void frames_of_the_interpreter_are_not_relevant(String function, String file, boolean hidden) {
        assertEquals(hidden, FrameRules.nonRelevant(function, file));
    }

    @ParameterizedTest
    @CsvSource({
        "_find_and_load, <frozen importlib._bootstrap>, true",
        "import_from, Python/ceval.c, true",
        "import_from, app.py, false",
        "__import__, app.py, false"
    })
    void imports_are_told_by_file_or_instruction(String function, String file, boolean importSystem) {
        assertEquals(importSystem, FrameRules.importSystem(function, file));
    }

    @ParameterizedTest
    @CsvSource({
        "a.c, true",
        "a.cpp, true",
        "a.rs, true",
        "a.py, false",
        "ac, false",
        "<unknown>, true",
        "<string>, false"
    })
    void native_code_is_told_by_the_ending(String file, boolean compiled) {
        assertEquals(compiled, FrameRules.nativeCode(file));
    }

    @ParameterizedTest
    @CsvSource({
        "/venv/site-packages/memray/_memray.cpython-313-x86_64-linux-gnu.so, true",
        "/venv/site-packages/memray/../memray.libs/libunwind-7e4e9a3c.so.8.0.1, true",
        "/venv/site-packages/my_memray.so, false",
        "/srv/memray/libtiny.so, false"
    })
    void frames_of_the_profiler_are_told_by_their_image(String path, boolean own) {
        assertEquals(own, FrameRules.profilersOwn(path));
    }
}
