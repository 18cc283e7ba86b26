"""Texts that other template languages would run: expressions of many engines in many wrappings."""

from __future__ import annotations

from itertools import product

EXPRESSIONS = (
    "7*7", "7*'7'", "config", "self", "request", "settings.SECRET_KEY", "имя.__class__",
    "имя.__init__.__globals__",
    "''.__class__.__mro__[1].__subclasses__()", "().__class__.__base__", "имя|attr('__class__')",
    "cycler.__init__.__globals__.os.popen('id').read()", "lipsum.__globals__['os'].system('id')",
    "range(10**10)", "'a'*10**10", "имя!r", "имя:>1000000000", "имя[0]", "имя.party.phones.all",
    "0.__class__",
    "__import__('os').system('id')", "имя()", "party.delete",
    "x for x in ().__class__.__base__.__subclasses__()",
    "имя|safe", "имя|default:settings", "имя,имя",
)  # fmt: skip

WRAPPINGS = (
    ("{", "}"), ("{{", "}}"), ("{{ ", " }}"), ("{% ", " %}"), ("{%print(", ")%}"), ("${", "}"), ("#{", "}"),
    ("<%= ", " %>"), ("%(", ")s"), ("@(", ")"), ("[[${", "}]]"), ("{{{", "}}}"),
)  # fmt: skip

ODDITIES = (
    "{% load static %}{% debug %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'base.html' %}",
    "{% for i in range %}x{% endfor %}",
    "{% if имя %}x{% endif %}",
    "{# comment #}",
    "<#assign ex='freemarker.template.utility.Execute'?new()>${ex('id')}",
    "#set($x='')#set($rt=$x.class.forName('java.lang.Runtime'))",
    "<script>alert(1)</script>",
    "%s%s%s%n",
    "%d %x {0} {1} {}",
    "$имя ${имя}".replace("имя", "PATH"),
    "{0.__class__.__init__.__globals__}",
    "{!r}",
    "{:1000000000}",
    "{имя!s:>10}",
    "{ имя }",
    "{имя\n}",
    "{имя\x00}",
    "{\u202eимя}",
    "{и\u0301мя}",
    "{" * 1000,
    "}" * 1000,
    "{имя" * 1000,
    "{{имя",
    "{" + "а" * 10_000 + "}",
    "{а" + " " * 10_000 + "}",
    "{_имя}",
    "{имя_}",
    "{имя  имя}",
    "{имя-имя}",
    "{7}",
    "{7имя}",
    "=1+1",
    "'; DROP TABLE parties; --",
    "\\{имя\\.x}",
)

PAYLOADS = (
    tuple(f"{left}{expression}{right}" for expression, (left, right) in product(EXPRESSIONS, WRAPPINGS))
    + ODDITIES
)
