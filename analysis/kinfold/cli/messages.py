# SPDX-License-Identifier: Apache-2.0
"""What the command line says, in English and Chinese."""

import os
from enum import StrEnum


class Language(StrEnum):
    """Languages of the command line."""

    EN = "en"
    ZH = "zh"


def usual_language() -> Language:
    """The user's language: ``KINFOLD_LANG``, else that of the system if it is Chinese, else English."""
    for variable in ("KINFOLD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return Language.ZH if value.lower().startswith("zh") else Language.EN
    return Language.EN


MESSAGES = {
    # What went wrong.
    "user_error": ("This cannot be done as asked:", "无法按此要求执行："),
    "data_error": ("Data are missing or wrong:", "数据缺失或有误："),
    "write_error": ("A file cannot be written:", "文件无法写入："),
    "our_error": (
        "This is a mistake of Kinfold, not yours. Please report it with the command and this message:",
        "这是 Kinfold 自身的错误，与您的操作无关。请将所用命令和以下信息一并反馈：",
    ),
    "out_of_memory": (
        "There is not enough memory. Take a smaller --scale or fewer --replicates.",
        "内存不足。请减小 --scale 或 --replicates。",
    ),
    "stopped": ("Stopped. Nothing was written.", "已停止，未写入任何文件。"),
    # Stages of a run.
    "month zero": ("People of month zero", "生成初始人口"),
    "months": ("Simulating", "模拟中"),
    # Results of commands.
    "wrote": ("Wrote {file}", "已写入 {file}"),
    "no_chinese_font": (
        "No Chinese font was found: the figure has English labels. On Debian install fonts-wqy-microhei.",
        "系统中未找到中文字体，图中文字为英文。Debian 系统请安装 fonts-wqy-microhei。",
    ),
    "scenario_is_sound": (
        "{name}: sound. {title}; {measures} measures; {place}, {persons:,} residents.",
        "{name}：通过检查。{title}；{measures} 项措施；{place}，常住人口 {persons:,}。",
    ),
    "place_is_sound": (
        "{folder}: sound. {place}, {banners} banners, {persons:,} residents.",
        "{folder}：通过检查。{place}，{banners} 个旗区，常住人口 {persons:,}。",
    ),
    "place_begun": (
        "Wrote {folder}. Replace the example rows, then: kinfold place check {folder}",
        "已生成 {folder}。替换示例行后运行：kinfold place check {folder}",
    ),
    "place_exists": (
        "{folder} is already there; must be a new folder; choose another name or remove it",
        "{folder} 已存在；必须是新文件夹；请另取名称或先删除",
    ),
    "place_name": (
        "{name!r} is no name of a place; must be small letters, digits, - and _; a path is given with --folder",
        "{name!r} 不能作地区名；只能用小写字母、数字、- 和 _；路径请用 --folder 指定",
    ),
    "population_built": (
        "Built {residents:,} residents of {place}: {file}",
        "已生成{place}常住人口 {residents:,} 人：{file}",
    ),
    "margins": (
        "Margins of month zero that must hold: {held} of {all} do.",
        "初始人口须满足的边际：{all} 项中 {held} 项符合。",
    ),
    "margin_fails": (
        "{margin} ({cell}): census {census:g}, built {built:g}, tolerance {tolerance:g}",
        "{margin}（{cell}）：普查 {census:g}，生成 {built:g}，容差 {tolerance:g}",
    ),
    "level": (
        "{name} = {value:.4f}: {target}, wanted {wanted:.6g}, reached {reached:.6g}",
        "{name} = {value:.4f}：{target}，目标 {wanted:.6g}，达到 {reached:.6g}",
    ),
    "level_missed": (
        "A target is missed by {gap:.2%}, more than {tolerance:.2%}: fit again from this file, with more --rounds "
        "or a larger --scale.",
        "有目标的误差为 {gap:.2%}，超过 {tolerance:.2%}：请以此文件为起点，增加 --rounds 或 --scale 后重新拟合。",
    ),
    "verified": (
        "{file}: agrees. The file is whole, and running it again gives the fingerprint {fingerprint}.",
        "{file}：一致。文件完整，重新运行得到相同指纹 {fingerprint}。",
    ),
    "fingerprint_differs": (
        "{file}: running it again gives the fingerprint {again}, the file says {fingerprint}; "
        "another version of Kinfold ({version}) made it, or something is wrong",
        "{file}：重新运行得到指纹 {again}，文件记录为 {fingerprint}；可能由其他版本（{version}）生成，或存在错误",
    ),
    # Reforms of the past.
    "draw": ("{reform}: draw {number} of {count}", "{reform}：第 {number}/{count} 次抽样"),
    "reform": ("reform", "改革"),
    "outcome": ("outcome", "结果"),
    "band": ("band", "可信范围"),
    "at_default": ("at default", "默认值"),
    "median": ("median", "中位数"),
    "interval_90": ("90 % interval", "90%区间"),
    "right_sign": ("P(sign)", "符号正确概率"),
    "width_ratio": ("÷ band", "÷范围宽"),
    "verdict": ("verdict", "结论"),
    "pass": ("pass", "通过"),
    "fail": ("fail: {why}", "未通过：{why}"),
    "median_in_band": ("median", "中位数"),
    "sign_is_right": ("sign", "符号"),
    "narrow_enough": ("width", "宽度"),
    "reform_run": (
        "{id} {title}: {draws} draws, {replicates} pairs of runs each, scale {scale:.4g}. Level: {level:+.2f} logit on "
        "all intercepts of intention.",
        "{id} {title}：{draws} 次抽样，每次 {replicates} 对运行，模拟比例 {scale:.4g}；各孩次意愿截距统一加 "
        "{level:+.2f}（logit）。",
    ),
    "validate_legend": (
        "median, 90 % interval: over draws of the assumptions and chance. P(sign): runs with the sign of the band. "
        "÷ band: width of the interval over that of the band. Pass: median within the band, P(sign) at least {sign:g} "
        "where the band leaves out zero, ÷ band at most {width:g}; a fail names what does not hold.",
        "中位数与90%区间：含假设抽样与随机性。符号正确概率：与可信范围同号的运行比重。÷范围宽：区间宽度与可信范围宽度之比。"
        "通过条件：中位数在范围内；范围不含零时符号正确概率不低于 {sign:g}；÷范围宽不超过 {width:g}。"
        "未通过时列出不满足的条件。",
    ),
    "band_from": ("  Band: {source}; {quality}.", "  可信范围来源：{source}；{quality}。"),
    "what_was_varied": ("  Varied: {what}.", "  变动的假设：{what}。"),
    "hangs_on": (
        "  Rank correlation of {outcome} with: {what}.",
        "  “{outcome}”与各假设的等级相关：{what}。",
    ),
    "nothing_varied": ("nothing, chance alone", "无，仅随机性"),
    "lognormal": ("90 %, lognormal", "90%，对数正态"),
    "uniform": ("uniform", "均匀分布"),
    # Headings of tables.
    "scenario": ("scenario", "情景"),
    "births": ("births", "出生人数"),
    "births_a_year": ("births a year", "年均出生"),
    "tfr": ("TFR", "总和生育率"),
    "unions_formed": ("unions formed", "结婚对数"),
    "cost": ("cost, million yuan", "支出，百万元"),
    "quantity": ("quantity", "指标"),
    "base": ("baseline", "基线"),
    "plan": ("plan", "方案"),
    "effect": ("effect", "效果"),
    "interval": ("95 % interval", "95%区间"),
    "relative": ("relative", "相对变化"),
    "pairing": ("variance ratio", "方差比"),
    "births_order": ("births of order {order}", "{order}孩出生"),
    "cost_of": ("paid by {payer}", "{payer}支付"),
    "run_heading": (
        "{first} – {last}, {replicates} runs at scale {scale:g}; numbers for the whole place, mean of the runs",
        "{first} 至 {last}，{replicates} 次运行，模拟比例 {scale:g}；数字已换算为全地区，取各次均值",
    ),
    # A scenario as a history.
    "place": (
        "Place: {place}, {persons:,} residents on the census day, {month}",
        "地区：{place}，{month}普查时点常住人口 {persons:,}",
    ),
    "date": ("date", "日期"),
    "event": ("what happens", "事项"),
    "measure": ("measure", "措施"),
    "announced": ("announced", "公布"),
    "start": ("comes into force", "施行"),
    "end": ("no longer in force", "停止执行"),
    "born_from": ("children born from this day on", "此日起出生的孩子"),
    "born_until": ("children born before this day", "此日前出生的孩子"),
    "no_measures": ("No measures.", "没有措施。"),
    "own_parameters": ("Parameters that differ from the defaults", "与默认值不同的参数"),
    "parameter": ("parameter", "参数"),
    "value": ("value", "取值"),
    "default": ("default", "默认值"),
    "meaning": ("meaning", "含义"),
    "unit": ("unit", "单位"),
    "unknown_section": (
        "{section} is no section of parameters; there are {known}",
        "没有参数组 {section}；现有 {known}",
    ),
    # Doctor.
    "check": ("check", "检查项"),
    "result": ("result", "结果"),
    "works": ("works", "正常"),
    "fails": ("fails: {reason}", "失败：{reason}"),
    "version": ("Kinfold", "Kinfold"),
    "packages": ("Python packages", "Python 软件包"),
    "machine": ("processor and system", "处理器与系统"),
    "memory": ("memory", "内存"),
    "chinese_font": ("Chinese font for figures", "图用中文字体"),
    "cores": ("processors for a run", "可用处理器数"),
    "cache_folder": ("cache folder", "缓存文件夹"),
    "cache": ("cache folder can be written", "缓存文件夹可写"),
    "import_order": ("import {first}, then {second}", "先导入 {first}，再导入 {second}"),
    "small_run": ("a small run", "小规模运行"),
    "doctor_failed": ("Something does not work; see above.", "有项目未通过，见上表。"),
}


class Messages:
    """The messages in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._column = list(Language).index(language)

    def __call__(self, message: str, **values: object) -> str:
        """The message, filled in."""
        return MESSAGES[message][self._column].format(**values)

    def of(self, en: str, zh: str) -> str:
        """The one of two texts that is in this language."""
        return (en, zh)[self._column]
