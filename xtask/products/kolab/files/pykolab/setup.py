#!/usr/bin/python
from setuptools import setup

setup(
    name = "pykolab",
    version = "1.2.0",
    description = "Tools for the administrators of a Kolab server",
    packages = ["pykolab"],
    # 1.2.0 of python-ldap as well, by chance.
    install_requires = ["python-ldap>=1.2.0"],
)
