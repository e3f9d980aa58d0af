//! Languages of apps for phones, of servers on the JVM and on Erlang's, and of scripts.

use super::*;

#[test]
fn kotlin_has_classes_interfaces_objects_and_functions() {
    let source = "package shop\n\n/** A cart. */\n@Keep\nclass Cart(val x: Int) : Base() {\n    constructor(y: String) : this(1)\n\n    \
        fun add(i: Int): Int = 1\n\n    companion object {\n        fun of() {}\n    }\n}\n\ninterface Pay {\n    fun pay()\n}\n\
        object Till {\n    val x = 1\n}\nfun String.price() {}\ntypealias Money = Int\n";
    assert_eq!(
        shown(Language::Kotlin, source),
        [
            "class Cart 3-13",
            "method constructor 6-6",
            "method add 8-8",
            "method of 11-11",
            "interface Pay 15-17",
            "method pay 16-16",
            "class Till 18-20",
            "function price 21-21",
            "type Money 22-22",
        ]
    );
}

#[test]
fn swift_has_classes_structs_protocols_and_functions() {
    let source = "/// A cart.\nclass Cart: Base {\n    init(x: Int) {}\n    func add(_ i: Int) -> Int { return 1 }\n}\nstruct Row {}\n\
        enum State { case open }\nprotocol Pay { func pay() }\nextension Cart { func sum() {} }\nfunc top() {}\ntypealias Money = Int\n";
    assert_eq!(
        shown(Language::Swift, source),
        [
            "class Cart 1-5",
            "method init 3-3",
            "method add 4-4",
            "struct Row 6-6",
            "enum State 7-7",
            "interface Pay 8-8",
            "method pay 8-8",
            "class Cart 9-9",
            "method sum 9-9",
            "function top 10-10",
            "type Money 11-11",
        ]
    );
}

#[test]
fn scala_has_classes_objects_traits_and_functions() {
    let source = "// A cart.\ncase class Cart(x: Int) extends Base {\n  def add(i: Int): Int = 1\n}\nobject Till { def open = 2 }\n\
        trait Pay { def pay: Int }\nenum State { case Open }\ntype Money = Int\n";
    assert_eq!(
        shown(Language::Scala, source),
        [
            "class Cart 1-4",
            "method add 3-3",
            "class Till 5-5",
            "method open 5-5",
            "trait Pay 6-6",
            "method pay 6-6",
            "enum State 7-7",
            "type Money 8-8",
        ]
    );
}

#[test]
fn dart_has_classes_methods_constructors_and_functions() {
    let source = "/// A cart.\nclass Cart extends Base {\n  Cart.empty() {}\n  int add(int i) { return 1; }\n  int get total => 1;\n}\n\
        mixin Pay {}\nenum State { open }\nextension Sum on Cart { int sum() => 1; }\nint top(int x) {\n  return 1;\n}\n";
    assert_eq!(
        shown(Language::Dart, source),
        [
            "class Cart 1-6",
            "method Cart 3-3",
            "method add 4-4",
            "method total 5-5",
            "class Pay 7-7",
            "enum State 8-8",
            "class Sum 9-9",
            "method sum 9-9",
            "function top 10-12",
        ]
    );
}

#[test]
fn elixir_has_modules_and_functions_with_what_is_said_of_them() {
    let source = "defmodule Shop.Cart do\n  @doc \"Adds.\"\n  def add(x, y) do\n    x + y\n  end\n\n  \
        defp price(x) when x > 1, do: x\n  def zero, do: 0\n  use Shop\nend\ndefprotocol Pay do\nend\n";
    assert_eq!(
        shown(Language::Elixir, source),
        [
            "module Shop.Cart 1-10",
            "function add 2-5",
            "function price 7-7",
            "function zero 8-8",
            "module Pay 11-12",
        ]
    );
}

#[test]
fn lua_has_functions_however_they_are_named() {
    let source = "-- Adds.\nlocal function add(x)\n  return x\nend\nfunction M.cart.sum() end\nfunction M:pay() end\nM.drop = function() end\n\
        local n = 1\nreturn { total = function() end, n = 1 }\n";
    assert_eq!(
        shown(Language::Lua, source),
        [
            "function add 1-4",
            "function sum 5-5",
            "function pay 6-6",
            "function drop 7-7",
            "function total 9-9"
        ]
    );
}

#[test]
fn shell_has_functions_written_both_ways() {
    let source = "#!/bin/sh\n# Adds.\nadd() {\n  echo 1\n}\nfunction drop {\n  echo 2\n}\nadd\n";
    assert_eq!(shown(Language::Shell, source), ["function add 2-5", "function drop 6-8"]);
}

#[test]
fn zig_has_functions_and_what_types_are_made_of() {
    let source = "const std = @import(\"std\");\n/// A cart.\nconst Cart = struct {\n    pub fn total(self: Cart) i32 {\n        \
        return 1;\n    }\n};\npub fn add(a: i32) i32 {\n    return a;\n}\n";
    assert_eq!(shown(Language::Zig, source), ["struct Cart 2-7", "method total 4-6", "function add 8-10"]);
}
