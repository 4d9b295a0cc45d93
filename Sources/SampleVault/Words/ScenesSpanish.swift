/// Scenes in Spanish; `Script` explains the marks.
enum ScenesSpanish {
  static let all: [String] = [
    """
    < {Buenos días|Buenas tardes|Hola} {desk}, ¿ya llegó el {dividendo|reparto|cupón} de {fund}?
    > {Buenos días|Hola}. Sí, {ccy} {amt} netos, con fecha de ayer.
    < {Perfecto, muchas gracias|Estupendo|Qué alegría} {react:👍}
    > ¿Lo dejo en cuenta o lo reinvertimos como la otra vez?
    < {Déjalo en cuenta|Reinvierte la mitad|Lo pienso y te digo el {day}}
    """,
    """
    < ¿Puedo sacar {ccy} {amt} para {la obra de la casa en {city}|la boda de mi hija|el coche nuevo}?
    > Claro. Por seguridad le llamo al número que tenemos registrado antes de mover nada.
    < Estoy en una reunión, ¿a las {time}?
    > A las {time} le llamo.
    > ^ Confirmado por teléfono, referencia {ref}.
    < Qué rápido, gracias
    """,
    """
    < ¿Qué opinas de la {subida|bajada} de tipos?
    > Que el bono corto hace su trabajo y el largo se mueve más. En su cartera el efecto es de {pct}.
    < O sea, ¿tranquilidad?
    > Tranquilidad. Le mando el resumen de una página.
    > [pdf:Resumen tipos de interés.pdf]
    < Así sí se entiende, gracias
    """,
    """
    < [voice:{s}]
    > Escuchado. Entonces: mantenemos {fund} y revisamos en {month}. ¿Correcto?
    < {correcto|eso es|exacto, y sin prisas}
    """,
    """
    > Le recuerdo la revisión anual el {day} a las {time}.
    < ¿Puede ser por vídeo? {Mi hijo tiene fiebre|Estoy de viaje en {city}|Me han escayolado el pie}
    > Por supuesto, que {se mejore|vaya todo bien}. Le mando el enlace.
    < Un sol {react:❤️}
    """,
    """
    < No me llegó el extracto {|del mes pasado|del trimestre}
    > Se lo reenvío. {edit:Ya está en el portal, carpeta Extractos.} Estará en el portal mañana.
    < Visto, gracias
    """,
    """
    < Mi gestor pide el certificado de retenciones
    > Sale el {day}. ¿Lo quiere también en papel?
    < En papel no, que ya no me caben las carpetas 😅
    > [pdf:Certificado de retenciones {year}.pdf] Aquí lo tiene, con una semana de adelanto.
    < Eres un fenómeno {react:🙏}
    """,
    """
    < He leído que {bank} está en apuros. ¿Mi depósito está cubierto?
    > Hasta el límite del fondo de garantía, sí. Usted tiene allí {ccy} {amt}, una parte queda por encima.
    < ¿Y qué hacemos?
    > Repartirlo en dos entidades. Los formularios son cortos y no corre prisa, pero mejor esta semana.
    < Mándamelos
    > [pdf:Traspaso de depósitos.pdf]
    < Firmados. El segundo pide el IBAN, te lo digo por teléfono
    > Mejor por teléfono, sí.
    """,
    """
    < [img:carta de Hacienda.png] ¿Esto es grave?
    > No, es un requerimiento de información. Tienen los datos, solo falta confirmar el domicilio.
    < Me habían asustado
    > Lo contesto con su asesor y le pongo en copia.
    """,
    """
    < Me llamó alguien diciendo que era de vuestro banco y quería un código
    > No fuimos nosotros. ¿Le dio el código?
    < No, colgué. Me pareció raro el acento de la prisa
    > Hizo muy bien. Aviso a fraude y le llamarán desde el número del reverso de su tarjeta.
    < Gracias. Todavía me tiembla la mano
    """,
    """
    < ¿Cuánto cuesta salir de {fund} antes de {month}?
    > Hay una comisión de reembolso de {pct} hasta fin de año; después, nada.
    < Entonces espero
    > Me parece sensato. Pongo un aviso para la primera semana de enero.
    < {react:👍} Apuntado
    """,
    """
    < Mis padres quieren donar el piso de {city} a los nietos. ¿Conviene ahora o en herencia?
    > Depende de la comunidad autónoma. Nuestra compañera de sucesiones lo calcula en media hora.
    < ¿Puede venir mi padre con el perro? No va sin él
    > El perro es bienvenido. {day} a las {time}.
    < Se llama Ministro, para el registro de visitas
    > Ministro queda anunciado en recepción 🐕
    """,
    """
    > Se ha ejecutado su orden sobre {fund} por {ccy} {amt}. La nota está en el portal.
    < ¿A qué precio?
    > A 101,{d2}{d}, dentro de su límite.
    < {Bien|Perfecto|Como siempre, gracias}
    """,
    """
    < perdona, mensaje para mi hermana {del}
    > Sin problema.
    """,
    """
    < La reunión del {day}, ¿la podemos pasar a las {time}?
    > Hecho. Misma sala.
    < ¿Y viene el del seguro?
    > Viene, y con la comparativa que pidió.
    < Milagro
    """,
    """
    < Quiero invertir {ccy} {amt} en el restaurante de un amigo
    > Es su dinero y su amigo. ¿Me deja preguntar qué pasaría si no vuelve?
    < Que comería gratis mucho tiempo
    > Entonces miremos primero el pacto de socios. Le paso el nombre de una abogada, sin comisión para nosotros.
    < Vale, pero no le digas que dudo
    """,
    """
    > {edit:El vencimiento es el {day}, no el lunes. Disculpe.} Le recuerdo que el pagaré vence el lunes.
    < Ya me había puesto la alarma
    > Quítela, que es fiesta local.
    """,
    """
    < ¿{fund} sigue siendo sostenible después de lo que salió en la prensa?
    > La agencia lo tiene en revisión. Si baja de categoría sale de su modelo.
    < Prefiero no esperar
    > Le preparo tres alternativas con costes al lado.
    > [pdf:Alternativas a {fund}.pdf]
    < La segunda. Y sí, he leído la página 3
    > Tomo nota; confírmelo en el portal para que quede como instrucción.
    """,
  ]
}
